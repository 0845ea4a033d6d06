// Saves keys one after another for ever, and prints the name of each once it is saved.
import { createNetServer } from "../../src/index.ts";
import { callerOf } from "../callers.ts";

const server = await createNetServer({ store: process.argv[2] ?? "" });
const call = await callerOf(server, "ForeignSystem");
for (let index = 0; ; index++) {
  const Key = `${process.pid}-${index}`;
  await call("SaveForeignKey", { ForeignKey: { Key, Value: "v" }, ApplicationName: "erp", DeviceName: "erp" });
  process.stdout.write(`${Key}\n`);
}
