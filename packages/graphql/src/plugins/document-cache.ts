import type { DocumentNode } from "graphql";
import type { Plugin } from "graphql-yoga";
import { LRUCache } from "lru-cache";

/** Roughly what the documents that are kept may take, in bytes. */
const maxBytes = 32_000_000;

/** What a document takes that has no text, and for each character of it, in bytes: more than was measured. */
const bytesOfDocument = 2000;
const bytesOfCharacter = 100;

/**
 * Keeps parsed documents by their text, so that each is parsed and validated once. Only those that are valid, since
 * whoever sends others may send a new one each time, and an error that nobody prints keeps the stack that made it: 60 KB.
 */
export function createDocumentCache() {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: maxBytes,
    sizeCalculation: (_document, text) => bytesOfDocument + bytesOfCharacter * text.length,
  });
  const plugin: Plugin = {
    onValidate:
      ({ params: { documentAST } }) =>
      ({ valid }) => {
        const text = documentAST.loc?.source.body;
        if (!valid && text !== undefined) documents.delete(text);
      },
  };
  return { documents, plugin };
}

/** For Yoga, which would keep what is wrong with texts that cannot be parsed. */
export const noErrorCache = { get: () => undefined, set: () => undefined };
