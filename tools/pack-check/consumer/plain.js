import assert from "node:assert/strict";
import { decodeMessage } from "@superoffice-soap/codec";
import * as wsdl from "@superoffice-soap/codec/wsdl";
import { servicesVersions } from "@superoffice-soap/schema";
import { compareEnvelopes, goldenEnvelope } from "@superoffice-soap/testkit";
import { operationCount, roundTrips } from "./round-trip.js";

assert.equal(roundTrips(), servicesVersions.length);
assert.equal(operationCount(), 88);
assert.notEqual(Object.keys(wsdl).length, 0);

const golden = goldenEnvelope("Services88", "ForeignSystem", "SaveForeignKey", "request");
assert.equal(decodeMessage(golden).operation, "SaveForeignKey");
assert.deepEqual(compareEnvelopes(golden, golden), []);
