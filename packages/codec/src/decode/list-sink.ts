import type { Message } from "../message.ts";

/** The receiver of a response's list as it is read, so that the list need not be kept. */
export interface ListSink {
  /** Receives the message, without the list, when the list begins; it has the header blocks that stood before. */
  readonly start: (message: Message) => void;
  /** Receives the next item. */
  readonly item: (item: unknown) => void;
}
