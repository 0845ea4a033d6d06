import { decodeList, encodeList } from "@superoffice-soap/codec";
import { keyList, keys } from "./corpus.ts";
import type { MemoryUse } from "./list-memory.ts";

const count = Number(process.argv[2]);
let bytes = 0;

async function* counted(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of pieces) {
    bytes += piece.length;
    yield piece;
  }
}

async function pass(items: number, onItem: (index: number) => void): Promise<void> {
  const list = await decodeList(counted(encodeList({ ...keyList, items: keys(items) })));
  if (list.kind === "fault") throw new Error("a fault");
  let index = 0;
  for await (const _ of list.items) onItem(index++);
  if (index !== items) throw new Error(`${index} items came of ${items}`);
}

await pass(1000, () => {});
globalThis.gc?.();
const idle = process.memoryUsage().rss;
let peak = idle;
bytes = 0;
const start = performance.now();
await pass(count, (index) => {
  if (index % 1000 === 0) peak = Math.max(peak, process.memoryUsage().rss);
});
const use: MemoryUse = { count, megabytes: bytes / 1e6, seconds: (performance.now() - start) / 1000, idle, peak };
console.log(JSON.stringify(use));
