import { annotate, nillable } from "../../kit/annotate.ts";
import { int, string } from "../../kit/scalars.ts";
import { CrmActorType as CrmActor, ErpActorType as ErpActor } from "./actor-type.ts";

/** Parameters that many operations of ErpSync share, by wire name. Each operation has its own order of them. */
export const ErpConnectionId = int({ description: "Id of the connection." });

/** The record at the CRM's end of a link. */
export const CrmRecordId = int({ description: "Primary key of the CRM record." });

/** The type at the CRM's end of a link. */
export const CrmActorType = annotate(CrmActor, { description: "What the record is in the CRM." });

/** The actor at the ERP's end of a link. */
export const ErpKey = nillable(string(), { description: "The ERP's key of the actor." });

/** The type at the ERP's end of a link. */
export const ErpActorType = annotate(ErpActor, { description: "What the actor is in the ERP." });
