/** The words that mark the name of a secret member, key or parameter, as the source of a regular expression. */
const secretWords = "ticket|token|passw|passphrase|pwd|secret|api[-_ ]?key|authorization";

const secretName = new RegExp(secretWords, "i");

/** Tells whether a member, key or parameter of this name holds a secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

// Bounded lengths keep matching linear. In each pattern the second group is the secret.

/** `https://ann:hunter2@erp.example.com`: up to the last `@` before the path. */
const inUrl = /(\b[a-z][a-z\d+.-]{0,30}:\/\/[^\s/?#:@"'<>]{0,256}:)([^\s/?#"'<>]{1,1024})(?=@)/gi;

/** `?token=abc&lang=no`. */
const inQuery = new RegExp(`([?&][\\w.-]{0,40}?(?:${secretWords})[\\w.-]{0,40}=)([^&#\\s;"'<>]+)`, "gi");

/**
 * `Pwd=hunter2;`, `Password="a;b"`, `PWD={a;b}`: values of connection strings. Without quotes a value ends at a semicolon
 * or with the line, since it may hold blanks and ampersands.
 */
const inPair = new RegExp(
  `((?<![?&][\\w.-]{0,40})(?:${secretWords}|(?:access|account)[-_ ]?key)[\\w.-]{0,40}[ \\t]{0,4}=[ \\t]{0,4})` +
    `((?:"(?:[^"]|"")*"|'(?:[^']|'')*'|\\{(?:[^}]|\\}\\})*\\})(?=[\\s;,/>)\\]}]|$)|[^\\s;][^;\\r\\n]*)`,
  "gi",
);

/** `"password": "hunter2"`. */
const inJson = new RegExp(
  `("[^"\\\\\\r\\n]{0,40}(?:${secretWords})[^"\\\\\\r\\n]{0,40}"\\s{0,8}:\\s{0,8}")((?:[^"\\\\]|\\\\.)+)(?=")`,
  "gi",
);

/** `<Password>hunter2</Password>` in a text that is XML itself. */
const inXml = new RegExp(
  `(<(?:[\\w.-]{1,40}:)?[\\w.-]{0,40}?(?:${secretWords})[\\w.-]{0,40}(?:\\s[^<>]{0,500})?(?<!/)>)([^<]+)(?=</)`,
  "gi",
);

/**
 * Replaces the passwords, tokens and other secrets that are embedded in a text: in URLs, connection strings, JSON and XML.
 * `replace` gets each secret without its quotes. Blank ones stay as they are.
 */
export function replacePasswords(text: string, replace: (password: string) => string): string {
  return [inXml, inJson, inUrl, inQuery, inPair].reduce(
    (clean, pattern) =>
      clean.replace(pattern, (whole, before: string, value: string) => {
        const { open, password, close } = unquoted(value);
        return password.trim() === "" ? whole : before + open + replace(password) + close;
      }),
    text,
  );
}

const closingQuotes: Readonly<Record<string, string>> = { '"': '"', "'": "'", "{": "}" };

function unquoted(value: string) {
  const open = value.charAt(0);
  const close = closingQuotes[open];
  if (close === undefined || value.length < 2 || !value.endsWith(close)) {
    return { open: "", password: value.trimEnd(), close: "" };
  }
  return { open, password: value.slice(1, -1).replaceAll(close + close, close), close };
}
