// Serves GetKeyOnDeviceIdentifier over SOAP: `netserver` and where it keeps its data, `node-soap`, or `constant`, Node's
// HTTP server with a constant response.
import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { encodeResponse } from "@superoffice-soap/codec";
import { writeWsdl } from "@superoffice-soap/codec/wsdl";
import { soapEndpoint } from "@superoffice-soap/endpoint";
import { createNetServer } from "@superoffice-soap/netserver";
import { namespaceOf } from "@superoffice-soap/schema";
import { answeredKey, keyPath, lookup, storedKey } from "./key-lookup.ts";
import { listenLocally } from "./listen-locally.ts";
import { peer } from "./peers.ts";
import { report } from "./server-process.ts";

/** The only header block of the answer that has a value. */
const succeeded = `<h:Succeeded xmlns:h="${namespaceOf("Services88")}">true</h:Succeeded>`;

const [kind, store = ":memory:"] = process.argv.slice(2);
if (kind === "netserver") await serveNetServer();
else if (kind === "node-soap") await serveNodeSoap();
else await serveConstant();

async function serveNetServer(): Promise<void> {
  const netServer = await createNetServer({ store, demo: true });
  const ticket = await netServer.issueTicket("ADM0");
  const { ApplicationName, DeviceName, DeviceIdentifier } = lookup;
  const input = { ForeignKey: storedKey, ApplicationName, DeviceName, DeviceIdentifier };
  await netServer.call("ForeignSystem", "SaveForeignKey", input, { services: "Services88", ticket });
  const server = createServer(getRequestListener(soapEndpoint(netServer).fetch));
  report({ origin: await listenLocally(server), ticket });
}

async function serveNodeSoap(): Promise<void> {
  // Only the part of node-soap that is used here.
  const soap = peer("soap") as {
    listen(
      server: Server,
      options: { path: string; services: object; xml: string },
    ): { addSoapHeader(xml: string): void };
  };
  const keys = new Map([[JSON.stringify(Object.values(lookup).map(String)), answeredKey]]);
  const server = createServer();
  const origin = await listenLocally(server);
  const GetKeyOnDeviceIdentifier = (input: Record<string, unknown>) => {
    const found = keys.get(JSON.stringify(Object.keys(lookup).map((name) => String(input[name]))));
    return { Response: found };
  };
  const xml = writeWsdl({ services: "Services88", agent: "ForeignSystem", address: origin + keyPath });
  const services = servicesIn(xml, { GetKeyOnDeviceIdentifier });
  soap.listen(server, { path: keyPath, services, xml }).addSoapHeader(succeeded);
  report({ origin });
}

async function serveConstant(): Promise<void> {
  const target = { services: "Services88", agent: "ForeignSystem", operation: "GetKeyOnDeviceIdentifier" } as const;
  const answer = encodeResponse({ ...target, output: { Response: answeredKey }, headers: { Succeeded: true } });
  const server = createServer((request, response) => {
    request.resume().once("end", () => response.setHeader("Content-Type", "text/xml").end(answer));
  });
  report({ origin: await listenLocally(server) });
}

/** Returns the operations in the shape that node-soap wants: by the WSDL's service and port. */
function servicesIn(wsdl: string, operations: object): object {
  const service = /<(?:\w+:)?service name="([^"]+)"/.exec(wsdl)?.[1] ?? "";
  const port = /<(?:\w+:)?port name="([^"]+)"/.exec(wsdl)?.[1] ?? "";
  return { [service]: { [port]: operations } };
}
