// Reads all that there is in each of the stores that are named, and prints, a line for each, how its calls went.
import { setImmediate } from "node:timers/promises";
import { NetServerError } from "@superoffice-soap/schema";
import { createNetServer, type NetServer } from "../../src/index.ts";

const context = { services: "Services88", loopback: true } as const;

for (const store of process.argv.slice(2)) {
  const outcomes = await outcomesOf(store);
  process.stdout.write(`${JSON.stringify(outcomes)}\n`);
}

async function outcomesOf(store: string): Promise<readonly string[]> {
  let server: NetServer;
  try {
    server = await createNetServer({ store });
  } catch (error) {
    return [`start: ${nameOf(error)}`];
  }
  const outcomes: string[] = [];
  // Twice, so that the statements are prepared before and after all texts have been looked at.
  for (let round = 0; round < 2; round++) {
    for (const read of readsOf(server)) outcomes.push(await read().then(() => "read", nameOf));
    for (let turn = 0; turn < 50; turn++) await setImmediate();
  }
  await server.close().catch(() => undefined);
  return outcomes;
}

function readsOf(server: NetServer): readonly (() => Promise<unknown>)[] {
  const [ApplicationName, DeviceName] = ["app1", "device"];
  const signedIn = async () => {
    const UserName = "ADM0";
    const answer = await server.call(
      "SoPrincipal",
      "AuthenticateUsernamePassword",
      { UserName, Password: "" },
      context,
    );
    return { ...context, ticket: answer.Credentials?.Ticket ?? "" };
  };
  const listed = async () => {
    const list = await server.stream("ForeignSystem", "GetApplicationKeys", { ApplicationName }, await signedIn());
    if (!list.nil) for await (const _ of list.items);
  };
  const key = { KeyName: "key1", KeyValue: "välue 1", TableName: "contact" };
  return [
    () => server.checkStore(),
    async () => server.call("ForeignSystem", "GetApplicationDevices", { ApplicationName }, await signedIn()),
    async () => server.call("ForeignSystem", "GetAppByName", { ApplicationName }, await signedIn()),
    async () => server.call("ForeignSystem", "GetDeviceKeys", { ApplicationName, DeviceName }, await signedIn()),
    async () =>
      server.call("ForeignSystem", "GetKeyByValue", { ApplicationName, DeviceName, ...key }, await signedIn()),
    async () => server.call("ErpSync", "GetAllConnectors", {}, await signedIn()),
    async () => server.call("ForeignSystem", "GetForeignAppEntity", { ForeignAppEntityId: 2 }, await signedIn()),
    listed,
  ];
}

function nameOf(error: unknown): string {
  if (error instanceof NetServerError) {
    const { cause } = error;
    return `${error.exceptionType}${cause instanceof Error ? `: ${cause.message}` : ""}`;
  }
  return error instanceof Error ? `${error.name}: ${error.message}` : "no error";
}
