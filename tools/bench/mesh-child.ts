// Serves GraphQL Mesh's gateway, with its SOAP source, over the NetServer at the given address.
import { createServer, type RequestListener } from "node:http";
import { listenLocally } from "./listen-locally.ts";
import { meshSubgraph } from "./mesh-schema.ts";
import { peer } from "./peers.ts";
import { report } from "./server-process.ts";

// `peer` has printed the reason.
if (peer("graphql") === undefined) process.exit(1);

// Only the parts of the peers that are used here.
const { buildSchema } = peer("graphql") as { buildSchema(sdl: string, options: object): object };
const { composeSubgraphs } = peer("@graphql-mesh/fusion-composition") as {
  composeSubgraphs(subgraphs: readonly object[]): { readonly supergraphSdl: string };
};
const { createGatewayRuntime } = peer("@graphql-hive/gateway-runtime") as {
  createGatewayRuntime(options: object): RequestListener;
};
const soap = peer("@graphql-mesh/transport-soap");

const [address = ""] = process.argv.slice(2);
const { name, sdl } = await meshSubgraph(address);
const schema = buildSchema(sdl, { assumeValid: true, assumeValidSDL: true });
const { supergraphSdl } = composeSubgraphs([{ name, schema }]);
const server = createServer(
  createGatewayRuntime({
    supergraph: supergraphSdl,
    transports: { soap },
    ...{ batching: false, cors: false, graphiql: false, landingPage: false, logging: false, multipart: false },
  }),
);
report({ origin: await listenLocally(server) });
