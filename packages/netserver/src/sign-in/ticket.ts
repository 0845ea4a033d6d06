import { randomBytes, randomInt } from "node:crypto";
import { ticketPrefix } from "@superoffice-soap/schema";
import { digestTextOf } from "./digest.ts";

/**
 * Creates a ticket in SuperOffice's form: `7T:` and the base64 of the UTF-16LE text `{32 hex digits};{number}`, with a
 * final `;{tenant}` where there are tenants. Only its hash is ever stored.
 */
export function createTicket(tenant: string | null): string {
  const parts = [randomBytes(16).toString("hex"), String(randomInt(2 ** 47)), ...(tenant === null ? [] : [tenant])];
  return ticketPrefix + Buffer.from(parts.join(";"), "utf16le").toString("base64");
}

/**
 * Returns the hash by which the store finds a ticket. A ticket has 128 random bits, so a plain hash reveals nothing.
 */
export function ticketHash(ticket: string): string {
  return digestTextOf(ticket);
}
