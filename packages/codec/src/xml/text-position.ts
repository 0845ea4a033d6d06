import type { Position } from "../decode-error.ts";

/** A reader's position in a document, in lines and characters, advanced as text is passed over. */
export class TextPosition implements Position {
  line = 1;
  column = 1;

  /** Passes over a part of a text, whose line ends are line feeds. */
  pass(text: string, from = 0, to = text.length): void {
    let { line, column } = this;
    for (let at = from; at < to; at++) {
      const code = text.charCodeAt(at);
      if (code === lineFeed) {
        line++;
        column = 1;
      } else if (code < firstLowSurrogate || code > lastLowSurrogate) {
        // Characters are counted, not the halves that some consist of in JavaScript.
        column++;
      }
    }
    this.line = line;
    this.column = column;
  }

  /** Passes over a text as `pass` does, but searches it for line feeds, which is faster where they are far apart. */
  passLong(text: string): void {
    if (lowSurrogate.test(text)) return this.pass(text);
    let lineStart = 0;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", lineStart)) {
      this.line++;
      this.column = 1;
      lineStart = at + 1;
    }
    this.column += text.length - lineStart;
  }
}

// V8 skips this search in a Latin-1 string.
const lowSurrogate = /[\udc00-\udfff]/;

const lineFeed = 0x0a;
const firstLowSurrogate = 0xdc00;
const lastLowSurrogate = 0xdfff;
