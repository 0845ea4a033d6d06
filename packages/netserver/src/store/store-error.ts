/**
 * The store cannot be opened or copied: its place is taken, its layout is newer than the program, or an option
 * contradicts what it holds. The message is for whoever starts the program.
 */
export class StoreError extends Error {
  override readonly name = "StoreError";
}
