let turn: Promise<void> | undefined;

/**
 * Resolves when the event loop has dealt with all that had come to it at once. What is written then goes out together:
 * an answer that is written alone wakes whoever waits for it, which on one machine takes a fifth of a look-up.
 */
export function endOfTurn(): Promise<void> {
  turn ??= new Promise((resolve) => {
    setImmediate(() => {
      turn = undefined;
      resolve();
    });
  });
  return turn;
}
