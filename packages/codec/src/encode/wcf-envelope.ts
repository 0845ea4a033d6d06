import { type Operation, type Schema, SchemaError } from "@superoffice-soap/schema";
import { envelopeNamespaces, type SoapVersion } from "../dialect.ts";
import type { OutsideXml } from "../xml/escape.ts";
import { type ContentWriter, compileElement, compileOperation } from "./element-writer.ts";
import { wcfStyle } from "./wcf-style.ts";
import { XmlOutput } from "./xml-output.ts";

type HeaderValues = Readonly<Record<string, unknown>>;

/** A message before it is put into an envelope. */
export interface Parts {
  /** The namespace of header blocks and body. */
  readonly namespace: string;
  readonly headers: string;
  /** The name of the element in the body. */
  readonly element: string;
  readonly content: string;
}

/** Returns an envelope of WCF's form. Without header blocks it has no `Header` element. */
export function wcfEnvelope(soap: SoapVersion, { namespace, headers, element, content }: Parts): string {
  const { before, after } = wcfFrame(soap, { namespace, headers, element });
  return before + content + after;
}

/** Returns the text before and after the content of the body's element. */
export function wcfFrame(
  soap: SoapVersion,
  { namespace, headers, element }: Omit<Parts, "content">,
): { before: string; after: string } {
  const header = headers === "" ? "" : `<s:Header>${headers}</s:Header>`;
  return {
    before: `<s:Envelope xmlns:s="${envelopeNamespaces[soap]}">${header}<s:Body><${element} xmlns="${namespace}">`,
    after: `</${element}></s:Body></s:Envelope>`,
  };
}

const incomplete = wcfStyle({ complete: false });
const complete = wcfStyle({ complete: true });
const contents = { incomplete: new WeakMap<Schema, ContentWriter>(), complete: new WeakMap<Schema, ContentWriter>() };

/** Returns the writer of the content of an operation's element, compiled on first use. */
export function wcfContent(entity: Operation["input"], whole: boolean): ContentWriter {
  const known = whole ? contents.complete : contents.incomplete;
  const found = known.get(entity);
  if (found !== undefined) return found;
  const compiled = compileOperation(entity.xml, whole ? complete : incomplete);
  known.set(entity, compiled);
  return compiled;
}

/** Writes header blocks. */
type HeaderWriter = (values: HeaderValues, outsideXml?: OutsideXml) => string;

const headerWriters = new WeakMap<object, HeaderWriter>();

/** Returns the writer of header blocks, compiled on first use. An absent value writes no block. */
export function wcfHeaders(schemas: Readonly<Record<string, Schema>>, namespace: string): HeaderWriter {
  const found = headerWriters.get(schemas);
  if (found !== undefined) return found;
  const compiled = compileHeaders(schemas, namespace);
  headerWriters.set(schemas, compiled);
  return compiled;
}

function compileHeaders(schemas: Readonly<Record<string, Schema>>, headerNamespace: string): HeaderWriter {
  const writers = Object.entries(schemas).map(([name, schema]) => {
    const element = { name, schema, namespace: "contract", outermost: true, headerNamespace } as const;
    return [name, compileElement(element, incomplete)] as const;
  });
  return (values, outsideXml) => {
    const output = new XmlOutput(outsideXml);
    for (const [name, write] of writers) {
      try {
        write(output, values[name], 0);
      } catch (error) {
        throw error instanceof SchemaError ? error.prependPath(name) : error;
      }
    }
    return output.take();
  };
}
