import type { ErpSyncFieldMapping } from "@superoffice-soap/schema";
import { expect } from "vitest";
import type { NetServer } from "../../src/index.ts";
import { type Caller, callerOf } from "../callers.ts";

/** The settings of a field that is copied both ways. */
export const both = { SyncToCrm: true, SyncToErp: true };

/** The name of a company, both ways: nothing starts without it. */
export const name: ErpSyncFieldMapping = { ErpFieldKey: "NAME", ...both };

/** Says how customers are mapped to companies. */
export function mapCustomers(
  call: Caller<"ErpSync">,
  ErpConnectionId: number,
  FieldMappings: ErpSyncFieldMapping[],
  { IsActive = true, ActorTypeErp = "Customer" }: { IsActive?: boolean; ActorTypeErp?: "Customer" | "Supplier" } = {},
) {
  const Mapping = { ErpConnectionId, IsActive, ActorTypeErp, ActorTypeCrm: "Contact" } as const;
  return call("SaveActorTypeMapping", { Mapping: { ...Mapping, FieldMappings } });
}

/** Maps customers, and starts the connection. */
export async function activate(
  call: Caller<"ErpSync">,
  ErpConnectionId: number,
  FieldMappings: ErpSyncFieldMapping[],
): Promise<void> {
  await mapCustomers(call, ErpConnectionId, FieldMappings);
  expect(await call("ToggleErpConnectionActive", { ErpConnectionId })).toEqual([]);
}

/** Links a company to a customer. */
export const linkCustomer = (
  call: Caller<"ErpSync">,
  ErpConnectionId: number,
  CrmRecordId: number,
  ErpKey: string,
): Promise<boolean> =>
  call("CreateActorLink", { ErpConnectionId, CrmRecordId, CrmActorType: "Contact", ErpKey, ErpActorType: "Customer" });

/** A connection to the demo ERP with company 2 linked to customer 10001. */
export async function demo(netServer: NetServer, mappings: ErpSyncFieldMapping[]) {
  const call = await callerOf(netServer, "ErpSync");
  await call("SaveConnection", { Connection: { ErpConnectorId: 1, DisplayName: "Demo", AllAccess: true } });
  await activate(call, 1, mappings);
  await linkCustomer(call, 1, 2, "10001");
  const customer = async () => (await netServer.erp.actors("Customer"))[0]?.FieldValues;
  const change = (FieldValues: Record<string, string>) =>
    netServer.erp.save({ ActorType: "Customer", ErpKey: "10001", FieldValues });
  return { call, customer, change };
}
