/** The most characters of a caller's text that an error repeats. */
const longestQuotation = 80;

/** The most characters of a message that is about a caller's text. */
const longestMessage = 400;

/** Returns a message unchanged, or without its middle when it repeats a long text of the caller's. */
export function shortMessage(message: string): string {
  if (message.length <= longestMessage) return message;
  const end = message.slice(-longestQuotation).replace(/^[\udc00-\udfff]/, "");
  return `${cut(message, longestMessage - longestQuotation)} … ${end}`;
}

/**
 * Returns a caller's value as an error may show it: a short text or number whole, of any other value the outermost
 * part.
 */
export function shortValue(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return shortObject(value);
  return shortLeaf(value);
}

const shownMembers = 3;

function shortObject(value: object): string {
  const members = Object.entries(value);
  if (members.length === 0) return "{}";
  const shown = members.slice(0, shownMembers).map(([name, member]) => `${shortName(name)}: ${shortMember(member)}`);
  const more = members.length - shown.length;
  return `{ ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""} }`;
}

function shortMember(value: unknown): string {
  if (Array.isArray(value)) return "[…]";
  return typeof value === "object" && value !== null ? "{…}" : shortLeaf(value);
}

function shortLeaf(value: unknown): string {
  if (typeof value !== "string") return String(value);
  return JSON.stringify(shortName(value));
}

/** Returns a caller's name for something, cut where it is too long to be a name. */
export function shortName(name: string): string {
  return name.length <= longestQuotation ? name : `${cut(name, longestQuotation)}…`;
}

/** Returns the beginning of a text, without half a character at its end. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}
