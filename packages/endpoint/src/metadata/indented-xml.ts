/** XML without white space between its elements, laid out for a reader: one element a line, two spaces a level. */
export function indentedXml(xml: string): string {
  const lines: string[] = [];
  let depth = 0;
  let opened = false;
  for (const [piece] of xml.matchAll(/<[^>]+>[^<]*/g)) {
    const closes = piece.startsWith("</");
    if (closes) depth--;
    // An element that holds only text stays on one line.
    if (closes && opened) lines.push(lines.pop() + piece);
    else lines.push("  ".repeat(depth) + piece);
    opened = !closes && !/^<[^>]+\/>/.test(piece);
    if (opened) depth++;
  }
  return lines.join("\n");
}
