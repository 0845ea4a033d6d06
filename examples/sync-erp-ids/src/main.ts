import { SingleBar } from "cli-progress";
import { GraphQLClient } from "graphql-request";
import { help, parseCommandLine, type SyncSettings, UsageError } from "./command-line.ts";
import { CsvFileError, type FailedRow, readRows } from "./csv-rows.ts";
import { ProgressFile, ProgressFileError } from "./progress-file.ts";
import { keySaver, ServerError } from "./save-key.ts";
import { sync, type Tally } from "./sync.ts";

try {
  const settings = parseCommandLine(process.argv.slice(2));
  if (settings === "help") process.stdout.write(help);
  else process.exitCode = await run(settings);
} catch (error) {
  const refused = [UsageError, CsvFileError, ProgressFileError].some((type) => error instanceof type);
  if (!(error instanceof Error) || !refused) throw error;
  tell(error.message);
  process.exitCode = 2;
}

/** Runs the sync and reports its outcome. Resolves to the exit status. */
async function run(settings: SyncSettings): Promise<number> {
  const { file, endpoint, target, columns, delimiter, concurrency, patienceMs } = settings;
  // Read to its end first: a file that turns out to be no CSV half-way down sends nothing, and the bar knows its
  // length.
  const total = await count(readRows(file, columns, delimiter));
  const client = clientOf(endpoint);
  const progress = new ProgressFile(settings.progressFile, endpoint, target);
  const signal = stopSignal();
  const save = keySaver({ client, target, columns, patienceMs, signal });
  let tally: Tally = { saved: 0, savedBefore: 0, failed: [] };
  const bar = progressBar(total);
  const onTally = (now: Tally) => {
    tally = now;
    bar.update(settled(now), { failed: now.failed.length });
  };
  let problem: ServerError | undefined;
  try {
    await sync({ rows: readRows(file, columns, delimiter), progress, save, concurrency, signal, onTally });
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    problem = error;
  } finally {
    bar.stop();
  }
  const left = total - settled(tally);
  if (left + tally.failed.length === 0) progress.finish();
  else progress.close();
  report(file, tally, left, problem);
  if (signal.aborted && left > 0) return 130;
  return left + tally.failed.length === 0 ? 0 : 1;
}

function clientOf(endpoint: string): GraphQLClient {
  // In the environment, since other users of the machine can read the command line.
  const { GRAPHQL_AUTHORIZATION: authorization } = process.env;
  if (authorization !== undefined && !/^[\x20-\x7e]*$/.test(authorization)) {
    throw new UsageError("GRAPHQL_AUTHORIZATION must be one line of ASCII characters.");
  }
  return new GraphQLClient(endpoint, { headers: authorization === undefined ? {} : { authorization } });
}

/** Returns a signal that the first Ctrl-C or SIGTERM aborts; the second ends the program immediately. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
  return stop.signal;
}

function progressBar(total: number): SingleBar {
  const format = "[{bar}] {value}/{total} rows, {failed} failed, {eta_formatted} to go";
  const options = { format, barCompleteChar: "=", barIncompleteChar: " ", noTTYOutput: true, notTTYSchedule: 5000 };
  const bar = new SingleBar({ ...options, barsize: 30, gracefulExit: false });
  bar.start(total, 0, { failed: 0 });
  return bar;
}

async function count(rows: AsyncIterable<unknown>): Promise<number> {
  let total = 0;
  for await (const _ of rows) total += 1;
  return total;
}

function settled({ saved, savedBefore, failed }: Tally): number {
  return saved + savedBefore + failed.length;
}

function report(file: string, { saved, savedBefore, failed }: Tally, left: number, problem?: Error): void {
  for (const row of failed) process.stdout.write(`${file}:${row.line}: ${why(row)}\n`);
  const before = savedBefore === 0 ? "" : `, ${savedBefore} saved before`;
  tell(`${saved} saved${before}, ${failed.length} failed, ${left} left`);
  if (problem !== undefined) tell(problem.message);
  if (left > 0) tell("The same command goes on where this stopped.");
  else if (failed.length > 0) tell("Correct the rows above and run the same command again: it sends those only.");
}

function why({ field, reason }: FailedRow): string {
  return field === undefined ? reason : `${field}: ${reason}`;
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
