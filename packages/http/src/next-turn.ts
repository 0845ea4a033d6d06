const passed = Promise.resolve();
let turn: Promise<void> | undefined;
let isEnding = false;

/**
 * Resolves when the event loop has dealt with all that had come to it at once; at once when that is so already.
 * Whoever waits goes on together, step by step: code that has just run runs faster, and what is written together goes
 * out together, where an answer that is written alone wakes whoever waits for it.
 */
export function nextTurn(): Promise<void> {
  if (isEnding) return passed;
  turn ??= new Promise((resolve) => {
    setImmediate(() => {
      turn = undefined;
      isEnding = true;
      resolve();
    });
    // Runs after everything that the promise sets off and that waits for nothing else.
    setImmediate(() => {
      isEnding = false;
    });
  });
  return turn;
}
