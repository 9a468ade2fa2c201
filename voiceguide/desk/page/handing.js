export function listen() {}
export async function make() {}
