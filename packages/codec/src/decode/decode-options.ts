import type { AgentName, ServicesVersion } from "@superoffice-soap/schema";
import type { DecodeWarning } from "./decode-warning.ts";

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
  /**
   * The order that members, parameters and the halves of a dictionary's pair may come in. `any` reads them wherever they
   * stand. `wcf` reads as WCF's DataContractSerializer: in the order of the WSDL, the base type's members first; one that
   * comes after a later one is skipped, as if it had not been sent; and a pair must have its Key and its Value. Header
   * blocks have no order.
   * @default "any"
   */
  readonly memberOrder?: MemberOrder;
  /**
   * Told, in the document's order, of every element that was skipped, and of every one that was read although WCF would
   * skip it. Returns false to be told of no more. A document without any is read as fast as without this.
   */
  readonly onWarning?: (warning: DecodeWarning) => unknown;
}

/** The order that members may come in. */
export type MemberOrder = "any" | "wcf";

/** The deepest nesting that is read unless told otherwise. */
export const defaultMaxDepth = 64;
