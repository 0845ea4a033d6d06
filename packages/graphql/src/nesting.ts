/** Brackets opened and not closed, at most: far more than any real request has, far less than the stack can take. */
export const maxNesting = 200;

const opening = new Set([..."{[("].map(codeOf));
const closing = new Set([..."}])"].map(codeOf));
const [quote, backslash, hash] = ['"', "\\", "#"].map(codeOf);

/**
 * How deep the brackets of a text are nested, those in strings and, for GraphQL, in comments left out. What is nested
 * deeper than the stack is deep cannot be parsed or checked by functions that call themselves, as GraphQL's do.
 */
export function nestingOf(text: string, language: "json" | "graphql"): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (opening.has(code)) deepest = Math.max(deepest, ++depth);
    else if (closing.has(code)) depth--;
    else if (code === quote) at = endOfString(text, at);
    else if (code === hash && language === "graphql") at = endOfLine(text, at);
  }
  return deepest;
}

// A block string's three quotes are read as an empty string and the beginning of another, which ends likewise.
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
  return at;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end === -1 ? text.length : end;
}

function codeOf(character: string): number {
  return character.charCodeAt(0);
}
