import { type PlacedElement, placedElements } from "./placed-elements.ts";
import { hidesValues, isSecretName, isValueName, placeholderOf, scrubbed, withoutTickets } from "./secrets.ts";
import { isBlank } from "./xml-tree.ts";

/** What to scrub beside what is known to be secret. */
export interface ScrubOptions {
  /**
   * Names, without regard to case, of further elements and dictionary keys whose values must not be kept, such as the
   * configuration fields of an ERP connector.
   */
  readonly alsoSecret?: readonly string[];
}

/**
 * The envelope with example values in place of its secrets: tickets, application tokens, access tokens, passwords, all
 * of a generic sign-in's data, values of dictionary keys and fields with such names, and tickets and access tokens inside
 * any text, attribute or comment. Blank and nil ones stay as they are, and so does every other byte. Throws
 * `XmlSyntaxError` when the text is not well-formed, and an `Error` when a secret stands beside elements.
 */
export function scrubEnvelope(xml: string, options: ScrubOptions = {}): string {
  return scrub(xml, options, []).clean;
}

/** The two envelopes of a call. */
interface Envelopes {
  readonly request: string;
  readonly response: string;
}

/** The envelopes scrubbed, the response also of the request's secrets where its errors quote them. */
export function scrubExchange({ request, response }: Envelopes, options: ScrubOptions): Envelopes {
  const asked = scrub(request, options, []);
  return { request: asked.clean, response: scrub(response, options, asked.secrets).clean };
}

function scrub(xml: string, { alsoSecret = [] }: ScrubOptions, known: readonly string[]) {
  const edits: Edit[] = [];
  const secrets: string[] = [];
  for (const element of placedElements(xml)) {
    const { name, text, tag, start, end, children, attributes } = element;
    if (attributes.some((attribute) => isSecretName(attribute, alsoSecret))) {
      edits.push({ start: tag, end: start, markup: withoutSecretAttributes(xml.slice(tag, start), alsoSecret) });
    }
    if (isBlank(text)) continue;
    const placeholder = placeholderFor(element, alsoSecret);
    if (placeholder !== undefined && text.length >= shortestQuoted) secrets.push(text);
    const content = placeholder ?? withoutQuotes(element, known);
    if (content === text) continue;
    if (children.length > 0) throw new Error(`${name} has a secret between its elements, which is no SOAP message's`);
    edits.push({ start, end, markup: escaped(content) });
  }
  return { clean: edited(xml, edits), secrets };
}

/** What to put in place of an element's text; `undefined` when it is no secret. */
function placeholderFor({ name, parent }: PlacedElement, also: readonly string[]): string | undefined {
  if (isSecretName(name, also)) return placeholderOf(name);
  if (parent === undefined || !isValueName(name)) return undefined;
  const members = parent.children.map((child) => [child.name, child.text] as const);
  return hidesValues(parent.name, members, also) ? scrubbed : undefined;
}

/** Where errors are told in words, which may quote what was sent. */
const errorTexts: ReadonlySet<string> = new Set(["faultstring", "Text", "Message", "FriendlyText", "StackTrace"]);

/** A shorter secret may be a part of any word. */
const shortestQuoted = 4;

function withoutQuotes({ name, text }: PlacedElement, known: readonly string[]): string {
  const secrets = errorTexts.has(name) ? known : [];
  return secrets.reduce((clean, secret) => clean.replaceAll(secret, scrubbed), withoutTickets(text));
}

function withoutSecretAttributes(tag: string, also: readonly string[]): string {
  return withoutTickets(tag).replaceAll(/(xmlns:)?([\w.-]+)(\s*=\s*)("[^"]+"|'[^']+')/g, (all, declares, name, sign) =>
    declares === undefined && isSecretName(name, also) ? `${name}${sign}"${scrubbed}"` : all,
  );
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly markup: string;
}

function edited(xml: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { start, end, markup } of edits) {
    parts.push(withoutTickets(xml.slice(done, start)), markup);
    done = end;
  }
  return parts.join("") + withoutTickets(xml.slice(done));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\r", "&#xD;");
}
