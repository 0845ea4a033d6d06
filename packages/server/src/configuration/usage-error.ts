/** A setting that cannot be followed. The message says which, where it stands, and what is wrong, in one line. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
