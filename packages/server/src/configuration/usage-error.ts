/** A setting that cannot be followed. The message says which one, its source and its flaw, in one line. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
