import { storedMoment } from "../moment.ts";
import type { SignInSettings } from "../settings.ts";
import type { Queries, Store } from "../store/store.ts";
import { createTicket, ticketHash } from "./ticket.ts";

/** Knows which tickets are good, and whose they are. */
export interface TicketBook {
  /** A new ticket for an associate. Tickets that have run out are forgotten on the way. */
  issue(associateId: number): Promise<string>;
  /** The associate that a ticket stands for, and starts its lifetime anew; null when it is unknown or has run out. */
  use(ticket: string): Promise<number | null>;
  /** Stores the uses that are not stored yet. */
  flush(): Promise<void>;
}

/** A ticket in use. A use is stored once a minute at most, so that reading does not mean writing. */
interface Entry {
  readonly associateId: number;
  validToMs: number;
  /** When the store last heard of the ticket. */
  storedMs: number;
}

const storeEveryMs = 60_000;
const maxEntries = 10_000;

/** The tickets of a store. Several servers on one store accept each other's. */
export function createTicketBook(
  store: Store,
  settings: SignInSettings,
  tenant: string | null,
  clock: () => Date,
): TicketBook {
  const lifetimeMs = settings.ticketLifetimeSeconds * 1000;
  const sliding = settings.ticketRenewal === "sliding";
  const entries = new Map<string, Entry>();

  async function renewed(hash: string, entry: Entry, nowMs: number): Promise<Entry | null> {
    if (sliding) entry.validToMs = nowMs + lifetimeMs;
    if (nowMs - entry.storedMs < storeEveryMs) return entry;
    // Asking the store also notices that another server's lazy purge, or somebody by hand, removed the ticket.
    entry.storedMs = nowMs;
    if (await store.write((transaction) => storeUse(transaction, hash, entry, nowMs))) return entry;
    entries.delete(hash);
    return null;
  }

  async function find(hash: string, nowMs: number): Promise<Entry | null> {
    const known = entries.get(hash);
    if (known !== undefined && nowMs < known.validToMs) return known;
    const found = await readEntry(store.db, hash);
    // Another server may have renewed it since this one last looked.
    if (found === null || nowMs >= found.validToMs) return null;
    if (entries.size >= maxEntries) entries.clear();
    entries.set(hash, found);
    return found;
  }

  return {
    async issue(associateId) {
      const now = clock();
      const ticket = createTicket(tenant);
      const row = {
        associate_id: associateId,
        search_name: ticketHash(ticket),
        valid_to: validTo(now.getTime() + lifetimeMs),
      };
      await insertTicket(store, row, storedMoment(now));
      return ticket;
    },
    async use(ticket) {
      const nowMs = clock().getTime();
      const hash = ticketHash(ticket);
      const found = await find(hash, nowMs);
      return found && ((await renewed(hash, found, nowMs))?.associateId ?? null);
    },
    async flush() {
      if (!sliding || !Number.isFinite(lifetimeMs)) return;
      await store.write(async (transaction) => {
        for (const [hash, { validToMs }] of entries)
          await prolong(transaction, hash, validToMs, validToMs - lifetimeMs);
      });
    },
  };
}

function validTo(ms: number): string | null {
  return Number.isFinite(ms) ? storedMoment(new Date(ms)) : null;
}

async function insertTicket(
  store: Store,
  row: { readonly associate_id: number; readonly search_name: string; readonly valid_to: string | null },
  now: string,
): Promise<void> {
  await store.write(async (transaction) => {
    await transaction.deleteFrom("credentials").where("type", "=", "Ticket").where("valid_to", "<=", now).execute();
    await transaction
      .insertInto("credentials")
      .values({ ...row, type: "Ticket", secret: "", valid_from: now, last_used: now })
      .execute();
  });
}

async function readEntry(queries: Queries, hash: string): Promise<Entry | null> {
  const row = await queries
    .selectFrom("credentials")
    .innerJoin("associate", "associate.id", "credentials.associate_id")
    .select(["credentials.associate_id", "credentials.valid_to", "credentials.last_used"])
    .where("credentials.type", "=", "Ticket")
    .where("credentials.search_name", "=", hash)
    .where("associate.deleted", "=", 0)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    associateId: row.associate_id,
    validToMs: row.valid_to === null ? Number.POSITIVE_INFINITY : msOf(row.valid_to),
    storedMs: msOf(row.last_used),
  };
}

/** Stores a use of a ticket; false when the store has no such ticket or its user is retired. */
async function storeUse(queries: Queries, hash: string, { validToMs }: Entry, usedMs: number): Promise<boolean> {
  const { numUpdatedRows } = await queries
    .updateTable("credentials")
    .set({ last_used: storedMoment(new Date(usedMs)), valid_to: validTo(validToMs) })
    .where("type", "=", "Ticket")
    .where("search_name", "=", hash)
    .where("associate_id", "in", queries.selectFrom("associate").select("id").where("deleted", "=", 0))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Stores a use of a ticket unless the store knows of a later one. */
async function prolong(queries: Queries, hash: string, validToMs: number, usedMs: number): Promise<void> {
  const last_used = storedMoment(new Date(usedMs));
  await queries
    .updateTable("credentials")
    .set({ last_used, valid_to: validTo(validToMs) })
    .where("type", "=", "Ticket")
    .where("search_name", "=", hash)
    .where("last_used", "<", last_used)
    .execute();
}

function msOf(stored: string): number {
  return Date.parse(`${stored}Z`);
}
