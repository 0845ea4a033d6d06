/** A value of an HTTP header field without the blanks and the quotes, of either kind, that clients write around it. */
export function unquote(value: string): string {
  const written = value.trim();
  return (/^(["'])(.*)\1$/s.exec(written)?.[2] ?? written).trim();
}
