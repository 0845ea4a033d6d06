/**
 * The error for a store that cannot be opened or copied: its location is taken, its layout is newer than the program,
 * or an option contradicts its content. The message is for the operator who starts the program.
 */
export class StoreError extends Error {
  override readonly name = "StoreError";
}

/** Converts the cause that kept a store from being opened into an error for the operator. */
export function unopenable(cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StoreError(`the store cannot be opened: ${reason}`, { cause });
}
