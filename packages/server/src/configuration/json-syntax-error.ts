/** A position in a text. */
export interface TextPosition {
  /** The line, from 1, as is the column, which counts UTF-16 code units. */
  readonly line: number;
  readonly column: number;
}

/** The position where a text stops being JSON. */
export interface JsonSyntaxError extends TextPosition {
  /** The tokens that would have been allowed there: `a comma or }`. */
  readonly expected: string;
}

/**
 * Returns the first fault of a text that should be JSON; `undefined` when it is. The fault quotes nothing of the text.
 */
export function jsonSyntaxErrorOf(text: string): JsonSyntaxError | undefined {
  const open: Bracket[] = [];
  let expected: Expected = "value";
  let offset = 0;
  for (;;) {
    blanks.lastIndex = offset;
    offset += blanks.exec(text)?.[0].length ?? 0;
    if (expected === "end" && offset === text.length) return undefined;
    const token = tokenAt(text, offset);
    const next: Expected | undefined = token && stepTo(expected, token[0], open);
    if (token === undefined || next === undefined) return { ...positionOf(text, offset), expected: names[expected] };
    offset += token[0].length;
    expected = next;
  }
}

type Bracket = "{" | "[";

/** The tokens that are allowed next. */
type Expected = keyof typeof names;

const names = {
  value: "a value",
  "value or ]": "a value or ]",
  name: "a name in double quotes",
  "name or }": "a name in double quotes or }",
  colon: "a colon",
  "comma or }": "a comma or }",
  "comma or ]": "a comma or ]",
  end: "the end of the file",
} as const;

const blanks = /[ \t\r\n]*/y;
const text = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/;
const tokens = new RegExp(`[{}[\\],:]|${text.source}|${number.source}|true|false|null`, "y");

function tokenAt(text: string, offset: number): RegExpExecArray | undefined {
  tokens.lastIndex = offset;
  return tokens.exec(text) ?? undefined;
}

/**
 * Returns the tokens that are allowed after a token; `undefined` when the token is not allowed here. Updates `open`,
 * the brackets that are open.
 */
function stepTo(expected: Expected, token: string, open: Bracket[]): Expected | undefined {
  if (expected === "colon") return token === ":" ? "value" : undefined;
  if (expected.startsWith("name") && token.startsWith('"')) return "colon";
  if (expected.startsWith("comma") && token === ",") return open.at(-1) === "{" ? "name" : "value";
  if (expected.endsWith(token) && (token === "}" || token === "]")) {
    open.pop();
    return afterValue(open);
  }
  if (!expected.startsWith("value") || /^[}\],:]/.test(token)) return undefined;
  if (token !== "{" && token !== "[") return afterValue(open);
  open.push(token);
  return token === "{" ? "name or }" : "value or ]";
}

function afterValue(open: readonly Bracket[]): Expected {
  const innermost = open.at(-1);
  if (innermost === undefined) return "end";
  return innermost === "{" ? "comma or }" : "comma or ]";
}

/** Returns the position of a character of a text. */
export function positionOf(text: string, offset: number): TextPosition {
  const lines = text.slice(0, offset).split(/\r\n|[\r\n]/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
