import { escapedText } from "../xml/xml-escape.ts";
import { declarations, isBlank } from "../xml/xml-tree.ts";
import {
  type Edit,
  edited,
  editedTag,
  type PlacedAttribute,
  type PlacedElement,
  placedMarkup,
} from "./placed-elements.ts";
import {
  hidesValues,
  isSecretName,
  isValueName,
  placeholderOf,
  scrubbed,
  withoutSecrets,
  withoutTickets,
} from "./secrets.ts";

/** The options of scrubbing: the secrets in addition to the known ones. */
export interface ScrubOptions {
  /**
   * The names, without regard to case, of further elements and dictionary keys whose values must not be kept, such as
   * the configuration fields of an ERP connector.
   */
  readonly alsoSecret?: readonly string[];
}

/**
 * Returns the envelope with example values instead of its secrets: tickets, application tokens, access tokens,
 * passwords, all of a generic sign-in's data, values of dictionary keys and fields with such names; and, inside any
 * text, attribute or comment, tickets, access tokens, and the passwords of URLs, connection strings, JSON and XML.
 * Blank and nil values stay as they are, and so does every other byte. Throws `XmlSyntaxError` when the text is not
 * well-formed, and an `Error` when a secret stands beside elements.
 */
export function scrubEnvelope(xml: string, options: ScrubOptions = {}): string {
  return scrub(xml, options, []).clean;
}

/** The two envelopes of a call. */
interface Envelopes {
  readonly request: string;
  readonly response: string;
}

/**
 * Returns the envelopes scrubbed; in the response the request's secrets are scrubbed too, where its errors quote them.
 */
export function scrubExchange({ request, response }: Envelopes, options: ScrubOptions): Envelopes {
  const asked = scrub(request, options, []);
  return { request: asked.clean, response: scrub(response, options, asked.secrets).clean };
}

function scrub(xml: string, { alsoSecret = [] }: ScrubOptions, known: readonly string[]) {
  const secrets: string[] = [];
  const { elements, comments } = placedMarkup(xml);
  const edits = elements.flatMap((element) => {
    const tag = editedTag(xml, element, (attribute) => scrubbedValue(attribute, alsoSecret, secrets));
    const content = editedContent(element, alsoSecret, known, secrets);
    return [...(tag ? [tag] : []), ...(content ? [content] : [])];
  });
  for (const { start, end } of comments) {
    edits.push({ start, end, markup: withoutSecrets(xml.slice(start, end), secrets) });
  }
  const quotable = secrets.filter(({ length }) => length >= shortestQuoted);
  return { clean: edited(xml, edits, withoutTickets), secrets: quotable };
}

function editedContent(
  element: PlacedElement,
  also: readonly string[],
  known: readonly string[],
  secrets: string[],
): Edit | undefined {
  const { name, text, start, end, children } = element;
  if (isBlank(text)) return undefined;
  const placeholder = placeholderFor(element, also);
  if (placeholder !== undefined) secrets.push(text);
  const content = placeholder ?? withoutQuotes(name, withoutSecrets(text, secrets), known);
  if (content === text) return undefined;
  if (children.length > 0) throw new Error(`${name} has a secret between its elements, which is no SOAP message's`);
  return { start, end, markup: escapedText(content) };
}

function scrubbedValue(
  { name, namespace, value }: PlacedAttribute,
  also: readonly string[],
  secrets: string[],
): string {
  const isSecret = namespace !== declarations && isSecretName(name, also);
  return isSecret && value !== "" ? scrubbed : withoutSecrets(value, secrets);
}

/** Returns the replacement for an element's text; `undefined` when it is no secret. */
function placeholderFor({ name, parent }: PlacedElement, also: readonly string[]): string | undefined {
  if (isSecretName(name, also)) return placeholderOf(name);
  if (parent === undefined || !isValueName(name)) return undefined;
  const members = parent.children.map((child) => [child.name, child.text] as const);
  return hidesValues(parent.name, members, also) ? scrubbed : undefined;
}

/** The elements with an error's text, which may quote the request. */
const errorTexts: ReadonlySet<string> = new Set(["faultstring", "Text", "Message", "FriendlyText", "StackTrace"]);

/** The shortest secret that is replaced in an error's text, in characters; a shorter one may be a part of any word. */
const shortestQuoted = 4;

function withoutQuotes(name: string, text: string, known: readonly string[]): string {
  return errorTexts.has(name) ? known.reduce((clean, secret) => clean.replaceAll(secret, scrubbed), text) : text;
}
