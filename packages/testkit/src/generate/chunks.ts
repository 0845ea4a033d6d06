/**
 * Returns the bytes in pieces, cut before each of the given offsets, in their original order. Offsets may come in any
 * order and more than once; those outside the bytes cut nothing. No piece is empty. Tests of a decoder feed it such
 * pieces: cut inside a tag, inside a character reference, inside a multi-byte character.
 */
export function chunksOf(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const inside = cuts.filter((cut) => cut > 0 && cut < bytes.length).sort((a, b) => a - b);
  const edges = [...new Set([0, ...inside, bytes.length])];
  return edges.slice(1).map((end, index) => bytes.subarray(edges[index], end));
}
