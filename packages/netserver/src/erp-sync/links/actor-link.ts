import type { Input } from "@superoffice-soap/schema";
import type { Implementation } from "../../agent-implementation.ts";
import type { Arguments } from "../../call/arguments.ts";
import { unfitArgument } from "../../call/so-exception.ts";
import { fitted } from "../../call/text-limit.ts";
import { readCrmRecord } from "../../crm/crm-values.ts";
import { counterpartOf } from "../../erp-connector/actor-types.ts";
import { accessibleConnection } from "../rows/access.ts";
import { insertLink, type LinkEnds, removeLink } from "./link.ts";

const erpKeyLimit = { name: "ErpKey", maxLength: 254 };

/**
 * Links a CRM record to an ERP actor. Returns false when either is linked there already, or the record does not exist.
 */
export const createActorLink: Implementation<"ErpSync", "CreateActorLink"> = (input, session, { store }) => {
  const ends = linkEndsIn(input);
  return store.write(async (transaction) => {
    await accessibleConnection(transaction, ends.connectionId, session);
    if ((await readCrmRecord(transaction, ends.crmType, ends.recordId)) === undefined) return false;
    return (await insertLink(transaction, ends, session)) !== undefined;
  });
};

/** Unlinks a CRM record. Returns false when it was not linked. */
export const breakActorLink: Implementation<"ErpSync", "BreakActorLink"> = (input, session, { store }) => {
  const connectionId = input.ErpConnectionId;
  const recordId = input.CrmRecordId;
  const crmType = input.CrmActorType;
  return store.write(async (transaction) => {
    await accessibleConnection(transaction, connectionId, session);
    return removeLink(transaction, { connectionId, crmType, recordId });
  });
};

/** Reads a link's ends from the arguments. Throws SoInvalidArgumentException for types that are no counterparts. */
export function linkEndsIn(input: Arguments<Input<"ErpSync", "CreateActorLink">>): LinkEnds {
  const erpKey = fitted(input.ErpKey, erpKeyLimit, "reject");
  if (erpKey === "") throw unfitArgument("ErpKey", "ErpKey must not be blank.");
  const crmType = input.CrmActorType;
  const actorType = input.ErpActorType;
  assertCounterparts(actorType, crmType);
  return {
    connectionId: input.ErpConnectionId,
    recordId: input.CrmRecordId,
    crmType,
    actorType,
    erpKey,
  };
}

/** Throws SoInvalidArgumentException unless the CRM type is the ERP type's counterpart. */
export function assertCounterparts(actorType: LinkEnds["actorType"], crmType: LinkEnds["crmType"]): void {
  if (crmType !== "Unknown" && counterpartOf(actorType) === crmType) return;
  throw unfitArgument("ErpActorType", `A ${actorType} of an ERP cannot be a ${crmType} in the CRM.`);
}
