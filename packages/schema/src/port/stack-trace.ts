/**
 * A text without .NET's lines that say where in the server something happened, and without what follows the first of
 * them. The server's language is not known, so a line counts that is indented and has the form
 * `<up to three words> Namespace.Type.Method(`; in English, which some write unindented, also a method alone.
 */
export function withoutFrames(text: string): string {
  const begin = text.search(frame);
  return begin < 0 ? text : text.slice(0, begin);
}

// Words and names cannot hold what ends them, so that no text takes longer than its length.
const frame = /(?:^|\r?\n|\r)(?:[ \t]*at [^\s(]+\(|[ \t]+(?:[^\s(]+ ){1,3}[^\s(.]+\.[^\s(.]*\.[^\s(]+\()/;
