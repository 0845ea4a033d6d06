import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { createClient, NetServerError } from "@superoffice-soap/client";
import { traceRequests } from "@superoffice-soap/client/tracing";
import { undiciTransport } from "@superoffice-soap/client/undici";
import { decodeMessage, encodeFault, encodeResponse } from "@superoffice-soap/codec";

// Answers a key with the key that it was given, and anything else with a fault.
const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { services, agent, operation, value } = decodeMessage(Buffer.concat(chunks));
  const output = { Response: value.ForeignKey };
  const headers = { Succeeded: true };
  const known = operation === "SaveForeignKey";
  response.writeHead(known ? 200 : 500, { "content-type": "text/xml; charset=utf-8" });
  response.end(
    known
      ? encodeResponse({ services, agent, operation, output, headers })
      : encodeFault({ code: "server", message: "no such thing" }),
  );
}).listen(0, "127.0.0.1");
await once(server, "listening");

const where = { url: `http://127.0.0.1:${server.address().port}/Remote`, ticket: "7T:none" };
for (const more of [{}, { transport: undiciTransport(), interceptors: [traceRequests()], services: "Services75" }]) {
  const { ForeignSystem, close } = createClient({ ...where, ...more });
  const ForeignKey = { Key: "customer-no", Value: " Åse & 😀 ", TableName: "contact", RecordId: 2 };
  const saved = await ForeignSystem.SaveForeignKey({ ForeignKey, ApplicationName: "erp", DeviceName: "erp" });
  assert.equal(saved.Value, ForeignKey.Value);
  await assert.rejects(ForeignSystem.GetAppByName({ ApplicationName: "erp" }), NetServerError);
  await close();
}
server.close();
