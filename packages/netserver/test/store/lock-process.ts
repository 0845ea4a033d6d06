// Claims a store and says so, then keeps it for ever.
import { openStore } from "../../src/store/open-store.ts";

const store = await openStore(process.argv[2] ?? "", new Date());
const release = await store.tryLock();
process.stdout.write(`${release === undefined ? "no" : "yes"}\n`);
setInterval(() => undefined, 1000);
