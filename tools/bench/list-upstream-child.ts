// Stands in for a NetServer: answers every request with a list of keys of the given length, and takes the given time for it
// in milliseconds, or no more than it needs.
import { once } from "node:events";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
import { encodeList } from "@superoffice-soap/codec";
import { keyList, keys } from "./corpus.ts";
import { listenLocally } from "./listen-locally.ts";
import { report } from "./server-process.ts";

/** The number of keys between two checks of whether the next ones are too early. */
const perStep = 500;

const [count = 0, milliseconds = 0] = process.argv.slice(2).map(Number);
const server = createServer(async (request, response) => {
  request.resume();
  await once(request, "end");
  response.setHeader("content-type", "text/xml; charset=utf-8");
  const items = milliseconds === 0 ? keys(count) : paced(keys(count));
  // The caller may leave early.
  await pipeline(Readable.from(encodeList({ ...keyList, items })), response).catch(() => undefined);
});
report({ origin: await listenLocally(server) });

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
