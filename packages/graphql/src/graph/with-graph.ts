import type { Contract } from "@superoffice-soap/schema";
import type { GraphQLSchema } from "graphql";
import { pageInfoType } from "./connection.ts";
import { contactRelationModule } from "./contact-relation-module.ts";
import { crmRecordModule } from "./crm-record.ts";
import { erpSyncModule } from "./erp-sync-module.ts";
import { foreignSystemModule } from "./foreign-system-module.ts";
import { type GraphModule, withModules } from "./graph-module.ts";
import { nodeModule } from "./node-module.ts";

/**
 * Returns the schema of the contract with the graph on top: the relations between objects, which one query can follow.
 */
export function withGraph(schema: GraphQLSchema, contract: Contract): GraphQLSchema {
  const shared: GraphModule = { typeDefs: pageInfoType, resolvers: {} };
  return withModules(schema, [
    shared,
    nodeModule(),
    foreignSystemModule(),
    crmRecordModule(contract),
    contactRelationModule(),
    erpSyncModule(contract),
  ]);
}
