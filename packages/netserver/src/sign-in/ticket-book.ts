import type { Queries, Store } from "../store/store.ts";
import { timestampOf } from "../store/timestamp.ts";
import type { SignInSettings } from "./sign-in-settings.ts";
import { createTicket, ticketHash } from "./ticket.ts";
import { ticketType } from "./user-directory.ts";

/** A ticket in use. */
interface Entry {
  /** The ticket's hash, by which the store finds it. */
  readonly hash: string;
  readonly associateId: number;
  /** The end of its life, however often it is used. */
  readonly endsMs: number;
  validToMs: number;
  /** The time of its last use on this server, or in the store when it was read. */
  usedMs: number;
  /** The time when its use was last stored. */
  storedMs: number;
}

/** The settings of tickets. */
export interface TicketSettings {
  readonly signIn: SignInSettings;
  /** Null on site. */
  readonly tenant: string | null;
  readonly clock: () => Date;
}

const mostStoreEveryMs = 60_000;
const maxEntries = 10_000;

/** Knows the valid tickets and their users. Several servers over one store accept each other's tickets. */
export class TicketBook {
  readonly #store: Store;
  readonly #tenant: string | null;
  readonly #clock: () => Date;
  readonly #lifetimeMs: number;
  readonly #maxAgeMs: number;
  readonly #sliding: boolean;
  /** The minimum interval between two stored uses of a ticket, so that a read does not cause a write. */
  readonly #storeEveryMs: number;
  /** Keyed by the tickets themselves, to avoid a hash for each call; the store has only their hashes. */
  readonly #entries = new Map<string, Entry>();

  constructor(store: Store, { signIn, tenant, clock }: TicketSettings) {
    this.#store = store;
    this.#tenant = tenant;
    this.#clock = clock;
    this.#lifetimeMs = signIn.ticketLifetimeSeconds * 1000;
    this.#maxAgeMs = signIn.ticketMaxAgeSeconds * 1000;
    this.#sliding = signIn.ticketRenewal === "sliding";
    this.#storeEveryMs = Math.min(mostStoreEveryMs, this.#lifetimeMs / 10);
  }

  /** Issues a ticket for an associate. Expired tickets are deleted as well. */
  async issue(associateId: number): Promise<string> {
    const now = this.#clock();
    const ticket = createTicket(this.#tenant);
    const [hash, usedMs] = [ticketHash(ticket), now.getTime()];
    const endsMs = usedMs + this.#maxAgeMs;
    const validToMs = Math.min(usedMs + this.#lifetimeMs, endsMs);
    await insertTicket(
      this.#store,
      { associate_id: associateId, search_name: hash, valid_to: validTo(validToMs) },
      now,
    );
    this.#remember(ticket, { hash, associateId, endsMs, validToMs, usedMs, storedMs: usedMs });
    return ticket;
  }

  /**
   * Returns a ticket's associate and renews the ticket, up to its maximum age; null when it is unknown or has expired.
   * Returns a promise when the store has to be read or written.
   */
  use(ticket: string): number | Promise<number | null> {
    const nowMs = this.#clock().getTime();
    const entry = this.#known(ticket, nowMs);
    if (entry === undefined || nowMs - entry.storedMs >= this.#storeEveryMs) return this.#useStored(ticket, nowMs);
    this.#renew(entry, nowMs);
    return entry.associateId;
  }

  #renew(entry: Entry, nowMs: number): void {
    entry.usedMs = nowMs;
    if (this.#sliding) entry.validToMs = Math.min(nowMs + this.#lifetimeMs, entry.endsMs);
  }

  async #useStored(ticket: string, nowMs: number): Promise<number | null> {
    const entry = this.#known(ticket, nowMs) ?? (await this.#read(ticket, nowMs));
    if (entry === null) return null;
    this.#renew(entry, nowMs);
    if (nowMs - entry.storedMs < this.#storeEveryMs) return entry.associateId;
    entry.storedMs = nowMs;
    // Storing the use also detects that the ticket was deleted, or its user retired.
    if (await this.#store.write((transaction) => storeUse(transaction, entry, nowMs))) return entry.associateId;
    this.#entries.delete(ticket);
    return null;
  }

  /** Stores the pending uses. */
  async flush(): Promise<void> {
    if (!this.#sliding || !Number.isFinite(this.#lifetimeMs)) return;
    await this.#store.write(async (transaction) => {
      for (const { hash, validToMs, usedMs, storedMs } of this.#entries.values()) {
        if (usedMs > storedMs) await prolong(transaction, hash, validToMs, usedMs);
      }
    });
  }

  #known(ticket: string, nowMs: number): Entry | undefined {
    const known = this.#entries.get(ticket);
    return known !== undefined && nowMs < known.validToMs ? known : undefined;
  }

  async #read(ticket: string, nowMs: number): Promise<Entry | null> {
    const known = this.#entries.get(ticket);
    const found = await readEntry(this.#store.db, ticketHash(ticket), this.#maxAgeMs);
    // Another server may have renewed it since this one last read it.
    const isRenewed = known === undefined || (found !== null && found.storedMs > known.storedMs);
    // It may also have been used there after the stored use.
    const unstoredMs = this.#sliding && isRenewed ? this.#storeEveryMs : 0;
    if (found === null || nowMs >= Math.min(found.validToMs + unstoredMs, found.endsMs)) return null;
    // The ticket may be a slice of a request's text, which would keep all of it in memory.
    this.#remember(Buffer.from(ticket).toString(), found);
    return found;
  }

  #remember(ticket: string, entry: Entry): void {
    if (this.#entries.size >= maxEntries) this.#entries.clear();
    this.#entries.set(ticket, entry);
  }
}

/** The first year whose timestamps cannot be stored, as they would not sort. */
const year10000 = Date.UTC(10_000);

/** Returns the expiry to store; null for one too late to store. */
function validTo(ms: number): string | null {
  // Stored timestamps are whole seconds; a ticket is valid until the end of its last.
  const wholeMs = Math.ceil(ms / 1000) * 1000;
  return wholeMs < year10000 ? timestampOf(new Date(wholeMs)) : null;
}

async function insertTicket(
  store: Store,
  row: { readonly associate_id: number; readonly search_name: string; readonly valid_to: string | null },
  now: Date,
): Promise<void> {
  const moment = timestampOf(now);
  // Until then a ticket may still be valid on a server that has not stored its last use.
  const over = timestampOf(new Date(now.getTime() - mostStoreEveryMs));
  await store.write(async (transaction) => {
    await transaction.deleteFrom("credentials").where("type", "=", ticketType).where("valid_to", "<=", over).execute();
    await transaction
      .insertInto("credentials")
      .values({ ...row, type: ticketType, secret: "", valid_from: moment, last_used: moment })
      .execute();
  });
}

async function readEntry(queries: Queries, hash: string, maxAgeMs: number): Promise<Entry | null> {
  const row = await queries
    .selectFrom("credentials")
    .innerJoin("associate", "associate.id", "credentials.associate_id")
    .select(["credentials.associate_id", "credentials.valid_from", "credentials.valid_to", "credentials.last_used"])
    .where("credentials.type", "=", ticketType)
    .where("credentials.search_name", "=", hash)
    .where("associate.deleted", "=", 0)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    hash,
    associateId: row.associate_id,
    endsMs: msOf(row.valid_from) + maxAgeMs,
    validToMs: row.valid_to === null ? Number.POSITIVE_INFINITY : msOf(row.valid_to),
    usedMs: msOf(row.last_used),
    storedMs: msOf(row.last_used),
  };
}

/** Stores a use of a ticket. Returns false when the store has no such ticket or its user is retired. */
async function storeUse(queries: Queries, { hash, validToMs }: Entry, usedMs: number): Promise<boolean> {
  const { numUpdatedRows } = await queries
    .updateTable("credentials")
    .set({ last_used: timestampOf(new Date(usedMs)), valid_to: validTo(validToMs) })
    .where("type", "=", ticketType)
    .where("search_name", "=", hash)
    .where("associate_id", "in", queries.selectFrom("associate").select("id").where("deleted", "=", 0))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Stores a use of a ticket unless the store has a later one. */
async function prolong(queries: Queries, hash: string, validToMs: number, usedMs: number): Promise<void> {
  const last_used = timestampOf(new Date(usedMs));
  await queries
    .updateTable("credentials")
    .set({ last_used, valid_to: validTo(validToMs) })
    .where("type", "=", ticketType)
    .where("search_name", "=", hash)
    .where("last_used", "<", last_used)
    .execute();
}

function msOf(stored: string): number {
  return Date.parse(`${stored}Z`);
}
