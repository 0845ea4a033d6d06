/**
 * The most brackets that may be open at one point: far more than any real request has, far fewer than the stack can
 * take.
 */
export const maxNesting = 200;

const opening = new Set([..."{[("].map(codeOf));
const closing = new Set([..."}])"].map(codeOf));
const lineEnds = new Set([..."\n\r"].map(codeOf));
const [quote, backslash, hash] = ['"', "\\", "#"].map(codeOf);
const blockQuote = '"""';

type Language = "json" | "graphql";

/**
 * Returns the greatest nesting depth of a text's brackets, without those in strings and, for GraphQL, in comments. Text
 * that is nested deeper than the stack cannot be parsed or checked by recursive functions such as GraphQL's.
 */
export function nestingDepth(text: string, language: Language): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (opening.has(code)) deepest = Math.max(deepest, ++depth);
    else if (closing.has(code)) depth--;
    else if (code === quote) at = endOfString(text, at, language);
    else if (code === hash && language === "graphql") at = endOfLine(text, at);
  }
  return deepest;
}

function endOfString(text: string, start: number, language: Language): number {
  if (language === "graphql" && text.startsWith(blockQuote, start)) return endOfBlockString(text, start);
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
  return at;
}

// In a block string a backslash is literal except before three quotes.
function endOfBlockString(text: string, start: number): number {
  let end = text.indexOf(blockQuote, start + blockQuote.length);
  while (end !== -1 && text.charCodeAt(end - 1) === backslash) end = text.indexOf(blockQuote, end + blockQuote.length);
  return end === -1 ? text.length : end + blockQuote.length - 1;
}

function endOfLine(text: string, start: number): number {
  let at = start;
  while (at < text.length && !lineEnds.has(text.charCodeAt(at))) at++;
  return at;
}

function codeOf(character: string): number {
  return character.charCodeAt(0);
}
