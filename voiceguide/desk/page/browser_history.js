// The page's entries in the browser's history. They are numbered, since a popstate is a Back or a Forward.

let here = history.state ?? 0; // a reload keeps the number
history.replaceState(here, "");

/** Add an entry with an address. */
export function push(address) {
  here += 1;
  history.pushState(here, "", address);
}

/** Change the address of this entry. */
export function replace(address) {
  history.replaceState(here, "", address);
}

/** Call `act` after each Back, with a negative number of entries, and after each Forward, with a positive one. */
export function onMove(act) {
  addEventListener("popstate", () => {
    const before = here;
    here = history.state ?? before + 1; // an address that was typed here has a new entry
    history.replaceState(here, "");
    act(here - before);
  });
}
