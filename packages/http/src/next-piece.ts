const waiting: (() => void)[] = [];

/**
 * Resolves in a turn of the event loop of its own: one caller goes on in each turn. Work that comes in pieces, such as
 * reading large bodies, waits here before each piece, so that other requests are answered between any two.
 */
export function nextPiece(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(goOn);
  });
}

function goOn(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(goOn);
}
