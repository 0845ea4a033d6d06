// A NetServer's place: answers whatever it is asked with a list of keys of that length, which takes as many
// milliseconds as it is told, or none but its own.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
import { encodeList } from "@superoffice-soap/codec";
import { keyList, keys } from "./corpus.ts";
import { report } from "./server-process.ts";

/** Keys that are sent before it is looked whether it is too early for the next ones. */
const perStep = 500;

const [count = 0, milliseconds = 0] = process.argv.slice(2).map(Number);
const server = createServer(async (request, response) => {
  request.resume();
  await once(request, "end");
  response.setHeader("content-type", "text/xml; charset=utf-8");
  const items = milliseconds === 0 ? keys(count) : paced(keys(count));
  // Whoever asked may leave, which is no fault here.
  await pipeline(Readable.from(encodeList({ ...keyList, items })), response).catch(() => undefined);
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
report({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });

async function* paced(items: Iterable<object>): AsyncGenerator<object> {
  const start = performance.now();
  let index = 0;
  for (const item of items) {
    const early = start + (milliseconds * index) / count - performance.now();
    if (index % perStep === 0 && early > 0) await setTimeout(early);
    index++;
    yield item;
  }
}
