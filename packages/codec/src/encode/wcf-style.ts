import { type EntityType, fixedNamespaces, type Schema } from "@superoffice-soap/schema";
import { schemaInstanceNamespace } from "../dialect.ts";
import { unfit, type WriteText } from "../xml/lexical.ts";
import { detached } from "../xml/string-memo.ts";
import type { ElementDescription, ElementWriter, Style } from "./element-writer.ts";
import { Constant } from "./xml-output.ts";

/**
 * WCF's form: the contract's namespace is the default one, other types' members have the prefix `a`, `i:nil` marks
 * nil, and nothing stands between elements. Namespaces are declared where WCF declares them: `i` on each outermost
 * element that needs it, `a` on the element whose content is in that namespace, `h` on each header block.
 */
export function wcfStyle(options: { readonly complete: boolean }): Style {
  return {
    complete: options.complete,
    members: ({ members }: EntityType) => Object.entries(members),
    text: (element, write, texts) => {
      if (texts !== undefined) return wholeElement(element, write, texts);
      return element.repeats ? rememberedElement(element, write) : textElement(element, write);
    },
    tags: (element) => {
      const { open, close } = tagsOf(element, declarationsOf(element));
      return { open: () => open.text, close: () => close.text };
    },
    nested: (element, write) => {
      const { open, close } = tagsOf(element, declarationsOf(element));
      return (output, value, depth) => {
        output.constant(open);
        write(output, value, depth + 1);
        output.constant(close);
      };
    },
    nil: (element) => {
      if (!element.schema.nillable) return () => unfit(`a value of ${element.schema.xml.name}`, null);
      const declarations = headerDeclaration(element) + (element.outermost ? instance : "");
      const nil = new Constant(`<${nameOf(element)} i:nil="true"${declarations}/>`);
      return (output) => output.constant(nil);
    },
  };
}

function textElement(element: ElementDescription, write: WriteText): ElementWriter {
  const { open, close } = tagsOf(element, headerDeclaration(element));
  return (output, value) => output.element(open, write(value, output.outsideXml), close);
}

/** Texts of one element that are remembered, and the length of the longest: what follows what is remembered as well. */
const maxRemembered = 64;
const maxRememberedLength = 64;

// An element whose texts come again and again is written as one piece.
function rememberedElement(element: ElementDescription, write: WriteText): ElementWriter {
  const { open, close } = tagsOf(element, headerDeclaration(element));
  const remembered = new Map<unknown, Constant>();
  return (output, value) => {
    const known = remembered.get(value);
    if (known !== undefined) return output.constant(known);
    const text = write(value, output.outsideXml);
    output.element(open, text, close);
    // A character that is replaced in one document may be refused in another.
    if (remembered.size < maxRemembered && text.length <= maxRememberedLength && !text.includes("\ufffd")) {
      remembered.set(typeof value === "string" ? detached(value) : value, new Constant(open.text + text + close.text));
    }
  };
}

// An element that can hold few texts only is written as one piece.
function wholeElement(element: ElementDescription, write: WriteText, texts: readonly string[]): ElementWriter {
  const { open, close } = tagsOf(element, headerDeclaration(element));
  const whole = new Map(texts.map((text) => [text, new Constant(open.text + text + close.text)]));
  // `write` gives one of the texts or throws.
  return (output, value) => output.constant(whole.get(write(value)) as Constant);
}

const instance = ` xmlns:i="${schemaInstanceNamespace}"`;

function nameOf({ name, namespace, headerNamespace }: ElementDescription): string {
  if (headerNamespace !== undefined) return `h:${name}`;
  return namespace === "contract" ? name : `a:${name}`;
}

function tagsOf(element: ElementDescription, declarations: string): { open: Constant; close: Constant } {
  const name = nameOf(element);
  return { open: new Constant(`<${name}${declarations}>`), close: new Constant(`</${name}>`) };
}

function headerDeclaration({ headerNamespace }: ElementDescription): string {
  return headerNamespace === undefined ? "" : ` xmlns:h="${headerNamespace}"`;
}

function declarationsOf(element: ElementDescription): string {
  const { schema, outermost, namespace, headerNamespace } = element;
  const content = contentNamespaceOf(schema);
  const other = content === "contract" || content === namespace ? "" : ` xmlns:a="${fixedNamespaces[content]}"`;
  // Members of a header block have no prefix, as in the body.
  const inside = headerNamespace === undefined ? "" : ` xmlns="${headerNamespace}"`;
  return headerDeclaration(element) + inside + other + (outermost ? instance : "");
}

function contentNamespaceOf({ xml }: Schema): ElementDescription["namespace"] {
  return xml.kind === "array" || xml.kind === "entity" ? xml.namespace : "contract";
}
