import { type AgentName, SchemaError } from "@superoffice-soap/schema";
import type { Dialect } from "../dialect.ts";
import type { ListToEncode } from "../message.ts";
import type { ElementWriter } from "./element-writer.ts";
import { encodeResponse, encodeResponseHeaders } from "./encode.ts";
import { listWriter } from "./list-writer.ts";
import { XmlOutput } from "./xml-output.ts";

/** The number of pieces that are gathered before they are yielded: about 16 KiB, which is worth a write to a socket. */
const batchPieces = 1024;

/** The number of characters after which pieces are yielded, where pieces are long. */
const batchLength = 65_536;

/**
 * Encodes a list response item by item, with no more than a batch in memory. Yields nothing before the first item has
 * arrived, so that a source that fails immediately fails before the response has begun. Leaving the loop early ends the
 * source.
 *
 * Throws SchemaError (its path starts with the item's index) when an item does not fit, and RangeError when the
 * operation does not exist in the version or does not answer with a list.
 */
export async function* encodeList<A extends AgentName, O extends string>(
  list: ListToEncode<A, O>,
  dialect: Dialect = "wcf",
): AsyncGenerator<string, void, void> {
  const { result, before, after, writeItem, depth } = listWriter(list, dialect, list.complete ?? false);
  const output = new XmlOutput(list.outsideXml);
  output.text(before(headersOf(list, dialect)));
  let count = 0;
  for await (const item of list.items) {
    writeListItem(output, writeItem, item, count, depth);
    count++;
    if (output.pending >= batchPieces || output.pendingLength >= batchLength) yield output.take();
  }
  output.text(after);
  yield count === 0 ? encodeEmpty(list, result, dialect) : output.take();
}

function writeListItem(output: XmlOutput, write: ElementWriter, item: unknown, index: number, depth: number): void {
  try {
    write(output, item, depth);
  } catch (error) {
    throw error instanceof SchemaError ? error.prependPath(index) : error;
  }
}

function headersOf(list: Omit<ListToEncode, "items">, dialect: Dialect): string {
  return dialect === "documented" ? "" : encodeResponseHeaders(list);
}

function encodeEmpty(list: Omit<ListToEncode, "items">, result: string, dialect: Dialect): string {
  // Its items are none.
  return encodeResponse({ ...list, output: { [result]: [] } }, dialect);
}
