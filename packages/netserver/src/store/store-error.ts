/**
 * The store cannot be opened or copied: its place is taken, its layout is newer than the program, or an option
 * contradicts what it holds. The message is for whoever starts the program.
 */
export class StoreError extends Error {
  override readonly name = "StoreError";
}

/** What whoever starts the program is told of what kept a store from being opened. */
export function unopenable(cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StoreError(`the store cannot be opened: ${reason}`, { cause });
}
