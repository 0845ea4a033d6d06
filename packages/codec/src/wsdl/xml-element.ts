/** An element of a document that is not written yet. */
export interface XmlElement {
  /** With its prefix. */
  readonly name: string;
  readonly attributes: Attributes;
  readonly content: readonly XmlElement[] | string;
}

/** Attributes by name with prefix, in the order they are written; one that is `undefined` is left out. */
export type Attributes = Readonly<Record<string, string | undefined>>;

/** An element with elements or text inside. */
export function element(name: string, attributes: Attributes, content: XmlElement["content"] = []): XmlElement {
  return { name, attributes, content };
}
