// A NetServer that answers each call for an application's keys as `hostileAnswers` has it for the application's name.
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { listenLocally } from "../bench/listen-locally.ts";
import { report } from "../bench/server-process.ts";
import { type HostileAnswer, hostileAnswers } from "./hostile-answers.ts";

const server = createServer(async (request, response) => {
  const asked = await text(request).catch(() => "");
  const [, name = ""] = /ApplicationName>([^<]*)</.exec(asked) ?? [];
  const answer = hostileAnswers.get(name);
  if (answer === undefined) response.writeHead(404).end();
  else await send(response, answer);
});

async function send(response: ServerResponse, { headers, body, more }: HostileAnswer): Promise<void> {
  response.on("error", () => undefined);
  response.writeHead(200, { "Content-Type": "text/xml; charset=utf-8", ...headers });
  const closed = once(response, "close");
  if (more === undefined) return void response.end(body());
  response.write(body());
  while (!response.destroyed) {
    if (!response.write(more)) await Promise.race([once(response, "drain"), closed]);
  }
}

report({ origin: await listenLocally(server) });
