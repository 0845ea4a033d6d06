import type { ErpActor, ErpActorType, FieldValues } from "@superoffice-soap/schema";
import type { Store } from "../../store/store.ts";
import { freeKey, readActors, removeActor, writeActor } from "./actors.ts";
import { demoErpCompanies } from "./fields.ts";
import { acceptedValues, assertComplete } from "./rules.ts";

/** An entry by a user of the demo ERP: an actor of a type, a new one unless its key is given. */
export interface DemoErpEntry {
  readonly ActorType: ErpActorType;
  readonly ErpKey?: string;
  readonly FieldValues: FieldValues;
}

/**
 * The demo ERP that comes with the server, as its own users see it: for tests and demonstrations. Company is one of
 * `Demo Company` (the default) and `Second Company`. Changes here do not wait for a sync.
 */
export interface DemoErp {
  /** Reads all actors of a type, oldest first. */
  actors(actorType: ErpActorType, company?: string): Promise<ErpActor[]>;
  /** Creates an actor or changes the given fields of one. Rejects with an explanation for values that do not fit. */
  save(entry: DemoErpEntry, company?: string): Promise<ErpActor>;
  /** Removes an actor. Returns whether there was one. */
  remove(actorType: ErpActorType, erpKey: string, company?: string): Promise<boolean>;
}

/** Creates the demo ERP over a store. */
export function createDemoErp(store: Store): DemoErp {
  const bookOf = (actorType: ErpActorType, company = demoErpCompanies[0] ?? "") => ({ company, actorType });
  return {
    actors: (actorType, company) => readActors(store.db, bookOf(actorType, company)),
    save: ({ ActorType, ErpKey, FieldValues }, company) =>
      store.write(async (transaction) => {
        const book = bookOf(ActorType, company);
        const fieldValues = acceptedValues(ActorType, FieldValues);
        const erpKey = ErpKey ?? (await freeKey(transaction, book));
        const [known] = await readActors(transaction, book, { keys: [erpKey] });
        assertComplete(ActorType, { ...known?.FieldValues, ...fieldValues });
        return writeActor(transaction, book, { erpKey, fieldValues });
      }),
    remove: (actorType, erpKey, company) =>
      store.write((transaction) => removeActor(transaction, bookOf(actorType, company), erpKey)),
  };
}
