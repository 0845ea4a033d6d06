/**
 * The calls that led to an error, one each, the innermost first. Its message is no part of them, though it may quote
 * another program's calls.
 */
export function stackFramesOf({ stack = "", message }: Error): string[] {
  const at = stack.indexOf(message);
  const calls = at < 0 ? stack : stack.slice(at + message.length);
  const frames = calls.split("\n").filter((line) => /^\s+at /.test(line));
  return frames.map((frame) => frame.trim());
}
