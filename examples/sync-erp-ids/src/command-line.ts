import { parseArgs } from "node:util";
import type { Columns } from "./csv-rows.ts";
import type { KeyTarget } from "./save-key.ts";

/** The settings of a sync. */
export interface SyncSettings {
  readonly file: string;
  readonly progressFile: string;
  readonly endpoint: string;
  readonly target: KeyTarget;
  readonly columns: Columns;
  readonly delimiter: string;
  readonly concurrency: number;
  readonly patienceMs: number;
}

/** A command line that cannot be followed. The message says why. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The text that `--help` prints. */
export const help = `Stores the ids that an ERP has for CRM records as foreign keys, over GraphQL.

  npx tsx examples/sync-erp-ids/src/main.ts FILE.csv [flags]

The file has a header. Rows that are stored already, by a run that was stopped, are not sent again.

  --endpoint URL            the GraphQL server             [http://127.0.0.1:4000/graphql]
  --app NAME                the application that the keys belong to                  [erp]
  --device NAME             its device                                               [erp]
  --device-identifier TEXT  the device's identifier, if it has one
  --key NAME                what the key is called                           [customer-no]
  --table NAME              the table of the records                             [contact]
  --record-column NAME      the column of the record's primary key              [recordId]
  --value-column NAME       the column of the ERP's id                             [erpId]
  --delimiter SIGN          what separates columns                                     [,]
  --concurrency NUMBER      how many rows to send at a time, 1 to 64                   [8]
  --patience SECONDS        how long to try while the server does not answer          [60]
  --progress FILE           where to note what is stored               [FILE.csv.progress]

Credentials, where the server wants them: GRAPHQL_AUTHORIZATION="SOTicket 7T:..."
Rows that failed are listed on standard output, everything else is on standard error.
Exit status: 0 all rows are stored, 1 some are not, 2 nothing could be sent, 130 stopped by Ctrl-C.
`;

/** Returns the settings that the arguments amount to, or `help` when they ask for that. Throws `UsageError`. */
export function parseCommandLine(args: readonly string[]): SyncSettings | "help" {
  const { values, positionals } = parsed(args);
  if (values.help) return "help";
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError("Name one CSV file. See --help.");
  const { app, device, key, table, "device-identifier": identifier } = values;
  for (const [flag, text] of Object.entries({ app, device, key, table })) {
    if (text.trim() === "") throw new UsageError(`--${flag} must not be blank.`);
  }
  if (values.delimiter === "") throw new UsageError("--delimiter must not be empty.");
  if (!/^https?:\/\//i.test(values.endpoint) || !URL.canParse(values.endpoint)) {
    throw new UsageError(`--endpoint must be an http or https address, not ${JSON.stringify(values.endpoint)}.`);
  }
  return {
    file,
    progressFile: values.progress ?? `${file}.progress`,
    endpoint: values.endpoint,
    target: { app, device, identifier, key, table },
    columns: { record: values["record-column"], value: values["value-column"] },
    delimiter: values.delimiter,
    concurrency: wholeNumber("--concurrency", values.concurrency, 64),
    patienceMs: 1000 * wholeNumber("--patience", values.patience, 86_400),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : "The command line cannot be read."} See --help.`);
  }
}

const options = {
  endpoint: { type: "string", default: "http://127.0.0.1:4000/graphql" },
  app: { type: "string", default: "erp" },
  device: { type: "string", default: "erp" },
  "device-identifier": { type: "string", default: "" },
  key: { type: "string", default: "customer-no" },
  table: { type: "string", default: "contact" },
  "record-column": { type: "string", default: "recordId" },
  "value-column": { type: "string", default: "erpId" },
  delimiter: { type: "string", default: "," },
  concurrency: { type: "string", default: "8" },
  patience: { type: "string", default: "60" },
  progress: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

function wholeNumber(flag: string, text: string, maximum: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= maximum) return number;
  throw new UsageError(`${flag} must be 1 to ${maximum}, not ${JSON.stringify(text)}.`);
}
