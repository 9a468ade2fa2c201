// The samples of the microphone, handed on as they come. It runs in the thread of the sound.

registerProcessor(
  "recorder",
  class extends AudioWorkletProcessor {
    process([input]) {
      if (input[0]) this.port.postMessage(input[0].slice());
      return true;
    }
  },
);
