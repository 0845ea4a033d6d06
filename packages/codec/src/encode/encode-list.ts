import { type AgentName, SchemaError } from "@superoffice-soap/schema";
import type { Dialect } from "../dialect.ts";
import type { ListToEncode } from "../message.ts";
import type { ElementWriter } from "./element-writer.ts";
import { encodeResponse, encodeResponseHeaders } from "./encode.ts";
import { listWriter } from "./list-writer.ts";
import { XmlOutput } from "./xml-output.ts";

/** Pieces of text that are gathered before they are given on: about 16 KiB, which is worth a write to a socket. */
const batchPieces = 1024;

/** Characters that are gathered at most, where pieces are long, beside the item that is one too many. */
const batchLength = 65_536;

/**
 * A list response's envelope, item by item: never more of it in memory than a batch. Nothing is yielded before the
 * first item has come, so that a source that fails at once fails before the answer has begun. Leaving the loop early
 * ends the source.
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
