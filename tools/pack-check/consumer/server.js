import assert from "node:assert/strict";
import { soapEndpoint } from "@superoffice-soap/endpoint";
import { createGraphQLSchema } from "@superoffice-soap/graphql";
import { createNetServer } from "@superoffice-soap/netserver";

const netServer = await createNetServer();
const context = { services: "Services88", ticket: await netServer.issueTicket("ADM0") };
const ForeignKey = { Key: "customer-no", Value: " Åse & 😀 ", TableName: "contact", RecordId: 2 };
const names = { ApplicationName: "erp", DeviceName: "erp" };
const saved = await netServer.call("ForeignSystem", "SaveForeignKey", { ForeignKey, ...names }, context);
assert.equal(saved.Value, ForeignKey.Value);
assert.equal((await soapEndpoint(netServer).request("/Remote/")).status, 200);
await netServer.close();

assert.ok(createGraphQLSchema().getMutationType()?.getFields().saveForeignKey);
