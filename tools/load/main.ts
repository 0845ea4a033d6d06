import { parseArgs } from "node:util";
import { kill, mixed, restart } from "./commands.ts";
import { hostile } from "./hostile-clients.ts";
import { rude } from "./rude-clients.ts";

const commands = { mixed, kill, restart, rude, hostile };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    store: { type: "string" },
    clients: { type: "string", default: "64" },
    seconds: { type: "string", default: "30" },
    "restart-command": { type: "string" },
  },
});
const [name = ""] = positionals;
const command = Object.entries(commands).find(([known]) => known === name)?.[1];
const clients = Number(values.clients);
const seconds = Number(values.seconds);

// Without clients or time nothing would be called, and nothing fail.
if (command === undefined || !(Number.isInteger(clients) && clients > 0) || !(seconds > 0)) {
  console.error(
    `load ${Object.keys(commands).join("|")} [--store PLACE] [--clients 64] [--seconds 30] [--restart-command SH]`,
  );
  process.exitCode = 2;
} else {
  const { lines, faults } = await command({
    store: values.store,
    clients,
    seconds,
    restartCommand: values["restart-command"],
  });
  for (const line of lines) console.log(line);
  for (const fault of faults.slice(0, 20)) console.error(`fault: ${fault}`);
  console.log(faults.length === 0 ? "all is well" : `${faults.length} faults`);
  if (faults.length > 0) process.exitCode = 1;
}
