import type { AgentName, ServicesVersion } from "@superoffice-soap/schema";
import type { DecodeWarning } from "./decode-warning.ts";

/** The options of decoding a message. */
export interface DecodeOptions<A extends AgentName = AgentName, O extends string = string> {
  /**
   * The depth of the deepest element that is read, the envelope's being 1.
   * @default 64
   */
  readonly maxDepth?: number;
  /**
   * Fills in value types that were left out or are nil with their default (0, `false`, …), at every depth. A header block
   * that was left out stays so.
   * @default false
   */
  readonly defaults?: boolean;
  /**
   * The expected message; any other is refused. It also tells apart operations that share a response element, and gives
   * the message's value its type.
   */
  readonly expect?: { readonly services?: ServicesVersion; readonly agent?: A; readonly operation?: O };
  /**
   * The elements in which header blocks are read: `Header` only, as SOAP has it, or the envelope too, beside the body, as
   * SuperOffice's reference pages show them. Elsewhere they are skipped.
   * @default "anywhere"
   */
  readonly headerBlocks?: "in-header" | "anywhere";
  /**
   * The order that members, parameters and the halves of a dictionary's pair may come in. `any` reads them wherever they
   * stand. `wcf` reads as WCF's DataContractSerializer: in the order of the WSDL, the base type's members first; one that
   * comes after a later one is skipped, as if it had not been sent; and a pair must have its Key and its Value. Header
   * blocks have no order.
   * @default "any"
   */
  readonly memberOrder?: MemberOrder;
  /**
   * Receives, in document order, a warning for every element that was skipped or that WCF would skip. Returns false to
   * receive no more. A document without warnings is decoded as fast as without this listener.
   */
  readonly onWarning?: (warning: DecodeWarning) => unknown;
}

/** The order that members may come in. */
export type MemberOrder = "any" | "wcf";

/** The deepest nesting that is read unless told otherwise. */
export const defaultMaxDepth = 64;
