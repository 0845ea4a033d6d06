/** An XML declaration. */
export interface XmlDeclaration {
  readonly version: string;
  readonly encoding: string | undefined;
}

/** XML 1.0, 2.8, its line ends being line feeds. */
const declaration =
  /^<\?xml[ \t\n]+version[ \t\n]*=[ \t\n]*(?:"(1\.\d+)"|'(1\.\d+)')(?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*(?:"([A-Za-z][\w.-]*)"|'([A-Za-z][\w.-]*)'))?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\n]*\?>$/;

/** Reads a declaration, from `<?xml` to `?>`; returns `undefined` when it is not well-formed. */
export function declarationOf(text: string): XmlDeclaration | undefined {
  const [, version, quotedVersion, encoding, quotedEncoding] = declaration.exec(text) ?? [];
  const said = version ?? quotedVersion;
  return said === undefined ? undefined : { version: said, encoding: encoding ?? quotedEncoding };
}
