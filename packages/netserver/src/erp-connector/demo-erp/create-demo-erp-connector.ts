import type { ErpActorType } from "@superoffice-soap/schema";
import {
  type ConnectorAnswer,
  type ConnectorResult,
  type ErpActor,
  type ErpConnector,
  type FieldValues,
  missingConfiguration,
} from "@superoffice-soap/schema";
import type { Store } from "../../store/store.ts";
import { FieldValueError } from "../field-value-error.ts";
import { type DemoErpBook, freeKey, readActors, writeActor } from "./actors.ts";
import { demoErpCompanies, demoErpConfig, demoErpFields, demoErpLists } from "./fields.ts";
import { acceptedValues, assertComplete, DemoErpRefusal, fieldsOf } from "./rules.ts";
import { hasText, meets } from "./search.ts";

const ok: ConnectorAnswer = { IsOk: true };

/** Creates the connector of the demo ERP, which keeps its books in the server's own store. */
export function createDemoErpConnector(store: Store): ErpConnector {
  const { db } = store;

  /** Runs work on the actors that a connection reaches. */
  function over<T>(connectionId: string, actorType: ErpActorType, work: (book: DemoErpBook) => Promise<T>) {
    return answered(async () => {
      fieldsOf(actorType);
      return { IsOk: true, Value: await work({ company: await companyOf(connectionId), actorType }) };
    });
  }

  async function companyOf(connectionId: string): Promise<string> {
    const clients = db.selectFrom("miniature_client").select("company").where("connection_id", "=", connectionId);
    const client = await clients.executeTakeFirst();
    if (client === undefined) throw new UnknownClient();
    return client.company;
  }

  async function saveActors(book: DemoErpBook, actors: readonly ErpActor[]): Promise<ErpActor[]> {
    return store.write(async (transaction) => {
      const saved: ErpActor[] = [];
      for (const actor of actors) {
        const [known] = await readActors(transaction, book, { keys: [actor.ErpKey] });
        if (known === undefined) throw new DemoErpRefusal(`There is no ${book.actorType} ${actor.ErpKey}.`);
        const fieldValues = writable(book.actorType, actor.FieldValues);
        assertComplete(book.actorType, { ...known.FieldValues, ...fieldValues });
        saved.push(await writeActor(transaction, book, changeBy(actor, actor.ErpKey, fieldValues)));
      }
      return saved;
    });
  }

  return {
    getConfigData: () => ({ IsOk: true, Value: demoErpConfig }),
    testConfigData: (config) => answered(() => configured(config)),
    saveConnection: (connectionId, config) =>
      answered(async () => {
        const company = companyIn(config);
        await store.write((transaction) =>
          transaction
            .insertInto("miniature_client")
            .values({ connection_id: connectionId, company })
            .onConflict((conflict) => conflict.column("connection_id").doUpdateSet({ company }))
            .execute(),
        );
        return ok;
      }),
    testConnection: (connectionId) =>
      answered(async () => {
        await companyOf(connectionId);
        return ok;
      }),
    deleteConnection: (connectionId) =>
      answered(async () => {
        await store.write((transaction) =>
          transaction.deleteFrom("miniature_client").where("connection_id", "=", connectionId).execute(),
        );
        return ok;
      }),
    // The record's names are the supported actor types.
    getSupportedActorTypes: () => ({ IsOk: true, Value: Object.keys(demoErpFields) as ErpActorType[] }),
    getSupportedActorTypeFields: (connectionId, actorType) =>
      over(connectionId, actorType, async () => fieldsOf(actorType)),
    getActors: (connectionId, actorType, erpKeys, fieldKeys) =>
      over(connectionId, actorType, async (book) => reduced(await readActors(db, book, { keys: erpKeys }), fieldKeys)),
    searchActors: (connectionId, actorType, text, fieldKeys) =>
      over(connectionId, actorType, async (book) => {
        const actors = await readActors(db, book);
        return reduced(
          actors.filter((actor) => hasText(actor, text)),
          fieldKeys,
        );
      }),
    createActor: (connectionId, actor) =>
      over(connectionId, actor.ActorType, (book) =>
        store.write(async (transaction) => {
          const fieldValues = writable(book.actorType, actor.FieldValues);
          assertComplete(book.actorType, fieldValues);
          return writeActor(transaction, book, changeBy(actor, await freeKey(transaction, book), fieldValues));
        }),
      ),
    saveActors: (connectionId, actors) =>
      over(connectionId, actors[0]?.ActorType ?? "Customer", (book) => saveActors(book, actors)),
    getList: (_connectionId, listName) => answered(() => listAnswer(listName)),
    getListItems: (_connectionId, listName, keys) =>
      answered(() => {
        const { Value } = listAnswer(listName);
        return { IsOk: true, Value: Value?.filter(({ Key }) => keys.includes(Key)) ?? [] };
      }),
    getActorsByTimestamp: (connectionId, lastModified, actorType, fieldKeys) =>
      over(connectionId, actorType, async (book) =>
        reduced(await readActors(db, book, { since: Number(lastModified) || 0 }), fieldKeys),
      ),
    getSearchableFields: (_connectionId, actorType) =>
      answered(() => ({
        IsOk: true,
        Value: fieldsOf(actorType).flatMap(({ FieldKey, ShowInSearch }) => (ShowInSearch ? (FieldKey ?? []) : [])),
      })),
    searchActorsAdvanced: (connectionId, actorType, restrictions, fieldKeys) =>
      over(connectionId, actorType, async (book) => {
        const actors = await readActors(db, book);
        return reduced(
          actors.filter((actor) => meets(actor, restrictions)),
          fieldKeys,
        );
      }),
  };
}

/** The error for a connection that was never saved, or that this ERP has deleted. */
class UnknownClient extends Error {
  override readonly name = "UnknownClient";
}

async function answered<T>(work: () => ConnectorResult<T> | Promise<ConnectorResult<T>>): Promise<ConnectorResult<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnknownClient) {
      return { IsOk: false, ErrorCode: missingConfiguration, TechExplanation: "The connection is not known here." };
    }
    if (!(error instanceof DemoErpRefusal || error instanceof FieldValueError)) throw error;
    return { IsOk: false, UserExplanation: error.message, TechExplanation: error.message, ErrorCode: "Refused" };
  }
}

function companyIn({ COMPANY }: FieldValues): string {
  const company = COMPANY || (demoErpCompanies[0] ?? "");
  if (!demoErpCompanies.includes(company)) throw new DemoErpRefusal(`There is no company ${JSON.stringify(company)}.`);
  return company;
}

function configured(config: FieldValues): ConnectorAnswer {
  companyIn(config);
  return ok;
}

function listAnswer(name: string) {
  const items = demoErpLists[name];
  if (items === undefined) throw new DemoErpRefusal(`There is no list ${JSON.stringify(name)}.`);
  return { IsOk: true, Value: items };
}

/** Returns the writable values; those of read-only fields are dropped. */
function writable(actorType: ErpActorType, values: FieldValues): FieldValues {
  const readOnly = new Set(
    fieldsOf(actorType).flatMap(({ Access, FieldKey }) => (Access === "ReadOnly" ? FieldKey : [])),
  );
  return acceptedValues(actorType, Object.fromEntries(Object.entries(values).filter(([key]) => !readOnly.has(key))));
}

function changeBy({ ParentActorType, ParentErpKey }: ErpActor, erpKey: string, fieldValues: FieldValues) {
  return { erpKey, fieldValues, parentActorType: ParentActorType, parentErpKey: ParentErpKey };
}

function reduced(actors: readonly ErpActor[], fieldKeys: readonly string[]): ErpActor[] {
  return actors.map((actor) => ({
    ...actor,
    FieldValues: Object.fromEntries(fieldKeys.map((key) => [key, actor.FieldValues[key] ?? ""])),
  }));
}
