import { fileURLToPath } from "node:url";
import { goldenMoment } from "@superoffice-soap/testkit";
import { type Command, commandOf, UsageError } from "./arguments.ts";
import { exampleEnvelope } from "./example-envelope.ts";
import { changesOfGoldenFiles, writeGoldenFiles } from "./golden-files.ts";

const usage = `Golden envelopes: the example request and response of every operation, in every version that has it.

  npm run --silent golden -- print --services S --agent A --operation O --direction request|response --at MOMENT
      writes one envelope to standard output
  npm run --silent golden -- write --out DIR --at MOMENT
      writes all of them below DIR, as ServicesNN/Agent/Operation.{request,response}.xml
  npm run --silent golden -- check [--out DIR]
      shows what writing them anew, at ${goldenMoment}, would change below DIR;
      DIR is the test kit's own unless given

MOMENT stands in every dateTime and looks like ${goldenMoment}.
Exit codes: 0 fine, 1 files differ or cannot be read or written, 2 the command line is wrong.
`;

const packagedFiles = fileURLToPath(new URL("../../packages/testkit/golden", import.meta.url));

async function run(command: Command): Promise<number> {
  switch (command.name) {
    case "help":
      process.stdout.write(usage);
      return 0;
    case "print":
      process.stdout.write(exampleEnvelope(command.envelope, command.moment));
      return 0;
    case "write": {
      const count = await writeGoldenFiles(command.out, command.moment);
      process.stderr.write(`${count} envelopes written below ${command.out}\n`);
      return 0;
    }
    case "check":
      return check(command.out ?? packagedFiles);
  }
}

async function check(directory: string): Promise<number> {
  const changes = await changesOfGoldenFiles(directory, goldenMoment);
  if (changes.length === 0) {
    process.stderr.write("The golden envelopes are up to date.\n");
    return 0;
  }
  process.stdout.write(changes.join(""));
  const files = changes.length === 1 ? "1 golden envelope is" : `${changes.length} golden envelopes are`;
  const remedy = `npm run --silent golden -- write --out ${directory} --at ${goldenMoment}`;
  process.stderr.write(`${files} not what would be written now. If the change is meant:\n  ${remedy}\n`);
  return 1;
}

try {
  process.exitCode = await run(commandOf(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof Error)) throw error;
  process.stderr.write(`golden: ${error.message}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
