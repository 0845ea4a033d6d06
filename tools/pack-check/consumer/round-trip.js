import { createDecoder, decodeMessage, encodeRequest, encodeResponse } from "@superoffice-soap/codec";
import { at, servicesVersions } from "@superoffice-soap/schema";

// Nothing in here may need Node: it also runs where there is only the language.

const text = 'Åse & <Bjørn> "😀"';

/** Sends a request and a response of every version through the codec, and tells how many came out as they went in. */
export function roundTrips() {
  return servicesVersions.filter((services) => request(services) === text && response(services) === text).length;
}

/** How many operations the contract's newest version has. */
export function operationCount() {
  const agents = Object.values(at("Services88").agents);
  return agents.reduce((count, agent) => count + Object.keys(agent.operations).length, 0);
}

function request(services) {
  const xml = encodeRequest({
    services,
    agent: "ForeignSystem",
    operation: "GetAppByName",
    input: { ApplicationName: text },
  });
  return decodeMessage(xml).value.ApplicationName;
}

function response(services) {
  const output = { Response: { ForeignKeyId: 1, Key: "k", Value: text } };
  const decoder = createDecoder();
  decoder.write(encodeResponse({ services, agent: "ForeignSystem", operation: "GetKey", output }));
  return decoder.end().value.Response.Value;
}
