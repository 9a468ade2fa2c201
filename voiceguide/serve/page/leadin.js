// The lead-in: near-silence beside the session. It wakes a Bluetooth loudspeaker before the first word, and keeps it awake.

const SECONDS = 0.5; // before the first word, and after a pause
const LOOP = 4; // seconds
const LOUDEST = 10 ** (-84 / 20); // as `play` has it: nobody hears it

let context = null;
let noise = null;

/** Start the near-silence, within the event of a key press or tap. Returns the milliseconds that it takes to wake. */
export function wake() {
  if (noise) return 0;
  context ??= new AudioContext();
  context.resume();
  noise = new AudioBufferSourceNode(context, { buffer: nearSilence(), loop: true });
  noise.connect(context.destination);
  noise.start();
  return SECONDS * 1000;
}

/** Stop the near-silence. */
export function stop() {
  noise?.stop();
  noise = null;
  context?.suspend();
}

function nearSilence() {
  const buffer = context.createBuffer(1, LOOP * context.sampleRate, context.sampleRate);
  buffer.copyToChannel(Float32Array.from({ length: buffer.length }, () => LOUDEST * (2 * Math.random() - 1)), 0);
  return buffer;
}
