import { at, type Operation, type Schema, SchemaError } from "@superoffice-soap/schema";
import { type Dialect, soapVersionOf } from "../dialect.ts";
import type { ListToEncode } from "../message.ts";
import { documentedFrame, operationIndentation } from "./documented-envelope.ts";
import { documentedStyle } from "./documented-style.ts";
import { compileItem, type ElementWriter, type Style } from "./element-writer.ts";
import { encodeResponse, encodeResponseHeaders } from "./encode.ts";
import { operationAt } from "./operation-at.ts";
import { wcfFrame } from "./wcf-envelope.ts";
import { wcfStyle } from "./wcf-style.ts";
import { XmlOutput } from "./xml-output.ts";

/** Pieces of text that are gathered before they are given on: about 16 KiB, which is worth a write to a socket. */
const batchPieces = 1024;

/**
 * A list response's envelope, item by item: never more of it in memory than a batch. Nothing is yielded before the
 * first item has come, so that a source that fails at once fails before the answer has begun. Leaving the loop early
 * ends the source.
 *
 * Throws SchemaError (its path starts with the item's index) when an item does not fit, and RangeError when the
 * operation does not exist in the version or does not answer with a list.
 */
export async function* encodeList(list: ListToEncode, dialect: Dialect = "wcf"): AsyncGenerator<string, void, void> {
  const { before, after, writeItem, depth } = listWriter(list, dialect);
  const output = new XmlOutput();
  output.text(before);
  let count = 0;
  for await (const item of list.items) {
    writeListItem(output, writeItem, item, count, depth);
    count++;
    if (output.pending >= batchPieces) yield output.take();
  }
  output.text(after);
  yield count === 0 ? encodeEmpty(list, dialect) : output.take();
}

interface ListWriter {
  readonly before: string;
  readonly after: string;
  readonly writeItem: ElementWriter;
  /** How deep the items stand. */
  readonly depth: number;
}

function listWriter(list: ListToEncode, dialect: Dialect): ListWriter {
  const operation = operationAt(list);
  const { services, agent } = list;
  const element = operation.output.xml.name;
  if (dialect === "documented") {
    const frame = documentedFrame({ services, agent, direction: "response", element });
    return insideResult(frame, operation, documentedStyle(services, agent), operationIndentation.response + 1);
  }
  const { namespace } = at(services);
  const frame = wcfFrame(soapVersionOf(dialect), { namespace, headers: encodeResponseHeaders(list), element });
  return insideResult(frame, operation, wcfStyle({ complete: list.complete ?? false }), 0);
}

function insideResult(
  frame: { before: string; after: string },
  operation: Operation,
  style: Style,
  depth: number,
): ListWriter {
  const { name, schema } = listResultOf(operation);
  const tags = style.tags({ name, schema, namespace: "contract", outermost: true });
  return {
    before: frame.before + tags.open(depth),
    after: tags.close(depth) + frame.after,
    writeItem: compileItem(schema, style),
    depth: depth + 1,
  };
}

function listResultOf({ name, output, result = "" }: Operation): { name: string; schema: Schema } {
  const schema = output.xml.members[result];
  if (schema?.xml.kind !== "array") throw new RangeError(`${name} does not answer with a list`);
  return { name: result, schema };
}

function writeListItem(output: XmlOutput, write: ElementWriter, item: unknown, index: number, depth: number): void {
  try {
    write(output, item, depth);
  } catch (error) {
    throw error instanceof SchemaError ? error.within(index) : error;
  }
}

function encodeEmpty(list: ListToEncode, dialect: Dialect): string {
  const { services, agent, operation, headers, complete = false } = list;
  const { name } = listResultOf(operationAt(list));
  const response = { services, agent, operation, output: { [name]: [] }, complete };
  return encodeResponse(headers === undefined ? response : { ...response, headers }, dialect);
}
