import { hash, timingSafeEqual } from "node:crypto";

/** The SHA-256 of a secret. Good for secrets that are long and random; passwords need `passwordHash`. */
export function digestOf(secret: string): Buffer {
  return hash("sha256", secret, "buffer");
}

/** As `digestOf`, in hexadecimal digits. */
export function digestTextOf(secret: string): string {
  return hash("sha256", secret, "hex");
}

/** Whether two digests are the same, in a time that does not tell how much of them is. */
export function isSameDigest(one: Buffer, other: Buffer): boolean {
  return timingSafeEqual(one, other);
}
