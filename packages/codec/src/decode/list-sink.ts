import type { Message } from "../message.ts";

/** Told of a response's list as it is read, so that the list need not be kept. */
export interface ListSink {
  /** The list begins; header blocks that stood before it are known. */
  readonly start: (message: Message) => void;
  /** The next item. */
  readonly item: (item: unknown) => void;
}
