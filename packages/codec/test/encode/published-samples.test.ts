import { goldenEnvelope } from "@superoffice-soap/testkit";
import { describe, expect, test } from "vitest";
import { decodeMessage, encodeRequest, encodeResponse } from "../../src/index.ts";
import { everyOperation } from "../every-operation.ts";

/** Returns the decoded sample. The operation must be given, since responses of several operations look alike. */
function sampleValue(envelope: string, operation: string): Record<string, unknown> {
  const message = decodeMessage(envelope, { expect: { operation } });
  if (message.kind === "fault") throw new TypeError(`the sample of ${operation} holds a fault`);
  return message.value;
}

describe.each(["Services75", "Services86", "Services88"] as const)("the published samples of %s", (services) => {
  test("hold what WCF's form can say", () => {
    for (const { agent, operation, direction } of everyOperation([services])) {
      const value = sampleValue(goldenEnvelope(services, agent, operation as never, direction), operation);
      const target = { services, agent, operation };
      const sent =
        direction === "request"
          ? encodeRequest({ ...target, input: value })
          : encodeResponse({ ...target, output: value });
      expect(sampleValue(sent, operation)).toStrictEqual(value);
    }
  });
});

test("a value type that a sample has nil, and a duration that it has empty, were left out", () => {
  const status = goldenEnvelope("Services88", "ErpSync", "GetEngineStatus", "response");
  expect(sampleValue(status, "GetEngineStatus")).toHaveProperty("Response.IsRunning", false);
  expect(sampleValue(status, "GetEngineStatus")).not.toHaveProperty("Response.Interval");
  const mappings = goldenEnvelope("Services88", "ErpSync", "SaveConnectionListMappings", "request");
  const item = "ListMapping.ErpListItemMappings[0].CrmList.ChildItems[0]";
  const texts = { Name: "", ToolTip: "", Type: "", IconHint: "", ExtraInfo: "", StyleHint: "", FullName: "" };
  expect(sampleValue(mappings, "SaveConnectionListMappings")).toHaveProperty(item, { ...texts, ChildItems: null });
});
