/**
 * Returns the stack frames of an error, one text each, the innermost first. The error's message is left out, though it may
 * quote another program's frames.
 */
export function stackFramesOf({ stack = "", message }: Error): string[] {
  const at = stack.indexOf(message);
  const calls = at < 0 ? stack : stack.slice(at + message.length);
  const frames = calls.split("\n").filter((line) => /^\s+at /.test(line));
  return frames.map((frame) => frame.trim());
}

/**
 * Returns a text up to the first line that looks like a frame of a .NET stack trace. The server's language is not known,
 * so a line counts that is indented and has the form `<up to three words> Namespace.Type.Method(`; in English, which some
 * servers write without indentation, also a method alone.
 */
export function withoutFrames(text: string): string {
  const begin = text.search(dotNetFrame);
  return begin < 0 ? text : text.slice(0, begin);
}

// Words and names exclude the characters that end them, so that matching takes linear time.
const dotNetFrame = /(?:^|\r?\n|\r)(?:[ \t]*at [^\s(]+\(|[ \t]+(?:[^\s(]+ ){1,3}[^\s(.]+\.[^\s(.]*\.[^\s(]+\()/;
