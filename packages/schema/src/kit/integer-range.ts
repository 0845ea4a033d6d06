/** The least and the greatest value of XSD's integer types that fit a JavaScript number (XSD 1.0 Part 2, 3.3.17 to 3.3.24). */
export const integerRanges = {
  byte: [-0x80, 0x7f],
  unsignedByte: [0, 0xff],
  short: [-0x8000, 0x7fff],
  unsignedShort: [0, 0xffff],
  int: [-0x8000_0000, 0x7fff_ffff],
  unsignedInt: [0, 0xffff_ffff],
} as const satisfies Readonly<Record<string, readonly [minimum: number, maximum: number]>>;

/** The least and the greatest value of XSD's 64-bit integer types, as bigints (3.3.16 and 3.3.21). */
export const bigIntegerRanges = {
  long: [-(2n ** 63n), 2n ** 63n - 1n],
  unsignedLong: [0n, 2n ** 64n - 1n],
} as const satisfies Readonly<Record<string, readonly [minimum: bigint, maximum: bigint]>>;

/** The name of an integer type whose values are JavaScript numbers. */
export type IntegerName = keyof typeof integerRanges;

/** The name of an integer type whose values are bigints. */
export type BigIntegerName = keyof typeof bigIntegerRanges;
