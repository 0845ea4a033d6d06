import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** scrypt's costs: 32 MiB and some 60 ms for each hash. Stored beside each hash, so that they can be raised. */
const costs = { N: 2 ** 15, r: 8, p: 1 } as const;

const keyLength = 32;

type Costs = { readonly N: number; readonly r: number; readonly p: number };

/** Hashes a password for storage: `scrypt$N$r$p$salt$key`, salt and key in base64. */
export async function passwordHash(password: string): Promise<string> {
  const salt = randomBytes(16);
  return written(salt, await derive(password, salt, costs));
}

function written(salt: Buffer, key: Buffer): string {
  return ["scrypt", costs.N, costs.r, costs.p, salt.toString("base64"), key.toString("base64")].join("$");
}

/**
 * A decoy hash that no known password matches, for unknown users: comparing with it takes as long as with a new hash.
 */
export const decoyHash: string = written(Buffer.alloc(16), Buffer.alloc(keyLength));

/** Tells whether a password matches a hash. Takes as long for a wrong password as for the right one. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [scheme, N, r, p, salt, key] = hash.split("$");
  if (scheme !== "scrypt" || salt === undefined || key === undefined) return false;
  const expected = Buffer.from(key, "base64");
  const found = await derive(password, Buffer.from(salt, "base64"), { N: Number(N), r: Number(r), p: Number(p) });
  return expected.length === found.length && timingSafeEqual(expected, found);
}

function derive(password: string, salt: Buffer, { N, r, p }: Costs): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const maxmem = 256 * N * r;
    scrypt(password.normalize("NFC"), salt, keyLength, { N, r, p, maxmem }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
