import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Target } from "@superoffice-soap/codec";
import { writeWsdl } from "@superoffice-soap/codec/wsdl";
import { peer } from "./peers.ts";

/** The part of node-soap that reads and writes envelopes by a WSDL. */
export interface NodeSoapWsdl {
  readonly xmlToObject: (envelope: string) => unknown;
  readonly objectToDocumentXML: (element: string, value: object, prefix: string, namespace: string) => string;
}

interface NodeSoap {
  readonly createClientAsync: (file: string) => Promise<{ readonly wsdl: NodeSoapWsdl }>;
}

/** node-soap's reader and writer for an agent's messages; `undefined` when it cannot be installed. */
export async function nodeSoapFor({ services, agent }: Target): Promise<NodeSoapWsdl | undefined> {
  // The one function of it that is used here.
  const library = peer("soap") as NodeSoap | undefined;
  if (library === undefined) return undefined;
  const file = join(tmpdir(), `superoffice-soap-bench-${services}-${agent}.wsdl`);
  writeFileSync(file, writeWsdl({ services, agent, address: "http://127.0.0.1/" }));
  const { wsdl } = await library.createClientAsync(file);
  return wsdl;
}
