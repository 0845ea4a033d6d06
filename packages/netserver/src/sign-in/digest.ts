import { hash, timingSafeEqual } from "node:crypto";

/** The SHA-256 of a secret. Good for secrets that are long and random; passwords need `passwordHash`. */
export function digestOf(secret: string): Buffer {
  return hash("sha256", secret, "buffer");
}

/** As `digestOf`, in hexadecimal digits. */
export function digestTextOf(secret: string): string {
  return hash("sha256", secret, "hex");
}

/** Whether a secret has a digest, in a time that does not tell how much of it is right. */
export function hasDigest(secret: string, digest: Buffer): boolean {
  return timingSafeEqual(digestOf(secret), digest);
}
