import type { AgentName, ServicesVersion } from "@superoffice-soap/schema";

/** How a message is read. */
export interface DecodeOptions<A extends AgentName = AgentName, O extends string = string> {
  /**
   * Elements may be nested this deep, the envelope being the first.
   * @default 64
   */
  readonly maxDepth?: number;
  /**
   * Whether value types that were left out or are nil are filled in with their default (0, `false`, …), at every depth. A
   * header block that was left out stays so.
   * @default false
   */
  readonly defaults?: boolean;
  /**
   * What the message must be; anything else is refused. Also tells apart operations that share an answer, and gives the
   * message's value its type.
   */
  readonly expect?: { readonly services?: ServicesVersion; readonly agent?: A; readonly operation?: O };
  /**
   * Where header blocks are: in `Header` only, as SOAP has it, or beside the body too, as SuperOffice's reference pages
   * show them. Elsewhere they are skipped.
   * @default "anywhere"
   */
  readonly headerBlocks?: "in-header" | "anywhere";
  /** Told of every element that was skipped because the schema does not know it, or has had it already. */
  readonly onUnknown?: (element: UnknownElement) => void;
}

/** An element that was skipped. */
export interface UnknownElement {
  /** Element names below the envelope, the skipped one last. */
  readonly path: string;
  readonly namespace: string;
}

/** The deepest nesting that is read unless told otherwise. */
export const defaultMaxDepth = 64;
