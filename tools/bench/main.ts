import { decode } from "./decode.ts";
import { encode } from "./encode.ts";
import { firstItem } from "./first-item.ts";
import { graphqlList } from "./graphql-list.ts";
import { graphqlRequests } from "./graphql-requests.ts";
import { hostileText } from "./hostile-text.ts";
import { keyCount } from "./key-count.ts";
import { listMemory } from "./list-memory.ts";
import { remoteRequests } from "./remote-requests.ts";
import { type Benchmark, formatRows } from "./report.ts";
import { smallEnvelope } from "./small-envelope.ts";
import { soapRequests } from "./soap-requests.ts";
import { startTime } from "./start-time.ts";

const benchmarks: readonly Benchmark[] = [
  encode,
  decode,
  smallEnvelope,
  hostileText,
  listMemory,
  soapRequests,
  keyCount,
  graphqlRequests,
  remoteRequests,
  graphqlList,
  firstItem,
  startTime,
];

const patterns = process.argv.slice(2).map((argument) => new RegExp(argument));
const chosen = benchmarks.filter(({ name }) => patterns.length === 0 || patterns.some((pattern) => pattern.test(name)));

if (chosen.length === 0) {
  console.error(`No benchmark has such a name. There are: ${benchmarks.map(({ name }) => name).join(", ")}.`);
  process.exitCode = 2;
}
for (const { name, title, run } of chosen) {
  console.log(`${name}: ${title}`);
  console.log(`${formatRows(await run())}\n`);
}
