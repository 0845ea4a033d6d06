import { writeWsdl } from "@superoffice-soap/codec/wsdl";
import { soapActionOf } from "@superoffice-soap/schema";
import { lookup } from "./key-lookup.ts";
import { peer } from "./peers.ts";

// Only the parts of the peers that are used here.
interface SoapLoader {
  loadWSDL(wsdl: string): Promise<unknown>;
  buildSchema(): object;
}
interface OmnigraphSoap {
  readonly SOAPLoader: new (options: object) => SoapLoader;
}
interface MeshLogger {
  readonly DefaultLogger: new (name: string) => object;
}
interface SchemaPrinter {
  printSchemaWithDirectives(schema: object): string;
}

const subgraph = "keys";

/**
 * Returns Mesh's subgraph of the agent's WSDL, as the text that its gateway serves. Its reader of WSDLs is of an
 * older version than the gateway. It cannot read types that are lists, the flags, which it is given as text; and it
 * leaves out what the gateway's SOAP transport wants to be told.
 */
export async function meshSubgraph(address: string): Promise<{ readonly name: string; readonly sdl: string }> {
  const { SOAPLoader } = peer("@omnigraph/soap") as OmnigraphSoap;
  const { DefaultLogger } = peer("@graphql-mesh/utils") as MeshLogger;
  const { printSchemaWithDirectives } = peer("@graphql-tools/utils") as SchemaPrinter;
  const loader = new SOAPLoader({ subgraphName: subgraph, logger: new DefaultLogger(subgraph) });
  const wsdl = writeWsdl({ services: "Services88", agent: "ForeignSystem", address });
  await loader.loadWSDL(wsdl.replace(/<(\w+):list>.*?<\/\1:list>/gs, '<$1:restriction base="$1:string"/>'));
  return { name: subgraph, sdl: forGateway(printSchemaWithDirectives(loader.buildSchema()), address) };
}

function forGateway(sdl: string, address: string): string {
  const told = {
    subgraph,
    soapNamespace: "http://schemas.xmlsoap.org/soap/envelope/",
    soapAction: soapActionOf("Services88", "ForeignSystem", "GetKeyOnDeviceIdentifier"),
  };
  const transport = argumentsOf({ kind: "soap", subgraph, location: address });
  return sdl
    .replace(
      /directive @soap\((.*)\)/,
      "directive @soap($1, subgraph: String, soapNamespace: String, soapAction: String)",
    )
    .replace(/(?<!directive )@soap\(/g, `@soap(${argumentsOf(told)}, `)
    .replace("schema {", `schema @transport(${transport}) {`)
    .concat("\ndirective @transport(kind: String, subgraph: String, location: String) on SCHEMA\n");
}

/** The query that looks the key up in that subgraph. */
export const meshKeyQuery = `{
  key: WcfForeignSystemService_WcfForeignSystemService_BasicHttpBinding_ForeignSystem_GetKeyOnDeviceIdentifier(
    GetKeyOnDeviceIdentifier: { ${argumentsOf(lookup)} }
  ) { Response { value: Value } }
}`;

function argumentsOf(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(", ");
}
