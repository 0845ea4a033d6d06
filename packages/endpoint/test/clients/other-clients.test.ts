import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { serveEmbedded } from "../soap-server.ts";

// Programs that a NetServer integration may be written as, each with its platform's own SOAP library.

const run = promisify(execFile);
const { origin } = await serveEmbedded();

const clients = [
  {
    name: "PHP's SoapClient",
    connection: "php",
    command: "php",
    script: "client.php",
    probe: ["-r", "exit((int) !class_exists('SoapClient'));"],
  },
  {
    name: "Python's zeep",
    connection: "python",
    command: "/usr/bin/python3",
    script: "client.py",
    probe: ["-c", "import zeep"],
  },
  {
    name: "Perl's SOAP::Lite",
    connection: "perl",
    command: "perl",
    script: "client.pl",
    probe: ["-MSOAP::Lite", "-e", "1"],
  },
] as const;

const texts = ["æøå ÆØÅ 😀", "& < > \" ' ]]>", "  blanks at both ends  ", "a\r\nb\tc", "00123", "1e5", "{env.HOME}"];

async function isThere({ command, probe }: (typeof clients)[number]): Promise<boolean> {
  return run(command, [...probe]).then(
    () => true,
    () => false,
  );
}

for (const client of clients) {
  const there = await isThere(client);
  if (!there) process.stdout.write(`${client.name} is skipped: it is not installed.\n`);

  describe.skipIf(!there)(client.name, () => {
    test("signs in, saves, reads back, lists and deletes, over three agents and versions", async () => {
      const script = fileURLToPath(new URL(`${client.script}`, import.meta.url));
      const { stdout } = await run(client.command, [script, `${origin}/Remote`, JSON.stringify(texts)]);
      expect(JSON.parse(stdout)).toEqual({
        read: texts,
        listed: texts,
        left: 0,
        missing: null,
        fields: texts,
        deleted: true,
        retired: expect.arrayContaining([client.connection]),
        active: 0,
        groups: [1, 2, 3],
        relation: [texts[0], "Owns", "ADM0"],
        gone: null,
        refused: [false, "SuperOffice.Exceptions.SoSessionException"],
        fault: "a:DeserializationFailed",
      });
    });
  });
}
