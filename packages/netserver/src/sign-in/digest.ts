import { hash, timingSafeEqual } from "node:crypto";

/** Returns the SHA-256 of a secret. Only for long random secrets; passwords need `passwordHash`. */
export function digestOf(secret: string): Buffer {
  return hash("sha256", secret, "buffer");
}

/** Returns `digestOf` in hexadecimal digits. */
export function digestTextOf(secret: string): string {
  return hash("sha256", secret, "hex");
}

/** Compares two digests in constant time. */
export function isSameDigest(one: Buffer, other: Buffer): boolean {
  return timingSafeEqual(one, other);
}
