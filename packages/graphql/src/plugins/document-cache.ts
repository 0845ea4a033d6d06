import type { DocumentNode } from "graphql";
import type { Plugin } from "graphql-yoga";
import { LRUCache } from "lru-cache";

/** The approximate size of all cached documents at most, in bytes. */
const maxBytes = 32_000_000;

/**
 * The bytes that a document takes without any text, and below those for each character of it: more than was measured.
 */
const bytesOfDocument = 2000;
const bytesOfCharacter = 100;

/**
 * Makes a cache of parsed documents by their text, so that each is parsed and validated once. Only valid documents are
 * kept: a client that sends invalid ones may send a new one each time, and an error that is never printed keeps the
 * stack that made it: 60 KB.
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

/** A cache without entries, for Yoga, which would otherwise keep the errors of texts that cannot be parsed. */
export const noErrorCache = { get: () => undefined, set: () => undefined };
