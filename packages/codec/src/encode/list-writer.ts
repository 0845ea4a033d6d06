import { at, type Operation, operationAt, resultSchemaOf, type Schema } from "@superoffice-soap/schema";
import { type Dialect, soapVersionOf } from "../dialect.ts";
import type { Target } from "../message.ts";
import { documentedFrame, operationIndentation } from "./documented-envelope.ts";
import { documentedStyle } from "./documented-style.ts";
import { compileItem, type ElementWriter, type Style } from "./element-writer.ts";
import { wcfFrame } from "./wcf-envelope.ts";
import { wcfStyle } from "./wcf-style.ts";

/** The parts that an operation's list response is written from. */
export interface ListWriter {
  /** The member that is the list. */
  readonly result: string;
  /** Returns the text before the items, given the response's header blocks; the `documented` form has none. */
  readonly before: (headers: string) => string;
  readonly after: string;
  readonly writeItem: ElementWriter;
  /** The depth of the items, for `writeItem`. */
  readonly depth: number;
}

type Kept = Readonly<Record<Dialect, WeakMap<Operation, ListWriter>>>;

const newKept = (): Kept => ({ wcf: new WeakMap(), soap12: new WeakMap(), documented: new WeakMap() });
const kept = { incomplete: newKept(), complete: newKept() };

/**
 * Returns the writer of an operation's list response, compiled on first use.
 *
 * Throws RangeError when the operation does not exist in the version or does not answer with a list.
 */
export function listWriter(target: Target, dialect: Dialect, complete: boolean): ListWriter {
  const operation = operationAt(target);
  const known = kept[complete ? "complete" : "incomplete"][dialect];
  const found = known.get(operation);
  if (found !== undefined) return found;
  const compiled =
    dialect === "documented" ? documentedList(target, operation) : wcfList(target, operation, dialect, complete);
  known.set(operation, compiled);
  return compiled;
}

function documentedList({ services, agent }: Target, operation: Operation): ListWriter {
  const element = operation.output.xml.name;
  const frame = documentedFrame({ services, agent, direction: "response", element });
  const list = insideResult(operation, documentedStyle(services, agent), operationIndentation.response + 1);
  const before = frame.before + list.open;
  return { ...list, before: () => before, after: list.close + frame.after };
}

function wcfList({ services }: Target, operation: Operation, dialect: Dialect, complete: boolean): ListWriter {
  const { namespace } = at(services);
  const element = operation.output.xml.name;
  const list = insideResult(operation, wcfStyle({ complete }), 0);
  const frameWith = (headers: string) => wcfFrame(soapVersionOf(dialect), { namespace, headers, element });
  return {
    ...list,
    before: (headers) => frameWith(headers).before + list.open,
    after: list.close + frameWith("").after,
  };
}

function insideResult(operation: Operation, style: Style, depth: number) {
  const { name, schema } = listResultOf(operation);
  const tags = style.tags({ name, schema, namespace: "contract", outermost: true });
  return {
    result: name,
    open: tags.open(depth),
    close: tags.close(depth),
    writeItem: compileItem(schema, style),
    depth: depth + 1,
  };
}

function listResultOf(operation: Operation): { name: string; schema: Schema } {
  const schema = resultSchemaOf(operation);
  const { name, result } = operation;
  if (result === undefined || schema?.xml.kind !== "array") throw new RangeError(`${name} does not answer with a list`);
  return { name: result, schema };
}
