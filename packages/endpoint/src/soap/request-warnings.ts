import type { DecodeWarning } from "@superoffice-soap/codec";

/** A request that was understood otherwise than its sender may think. It holds names only, no values. */
export interface WarningEntry {
  /** The request that it is about; absent where requests have no names. */
  readonly requestId?: string;
  /** The operation, such as `Services88/ForeignSystem/SaveForeignKey`, as far as it was known. */
  readonly target: string;
  /** The elements that were skipped, and those read although WCF would skip them, in one line. */
  readonly message: string;
}

/** Told of requests that were understood otherwise than their senders may think. */
export type WarningLog = (entry: WarningEntry) => void;

/** A log that writes each warning to standard error, on a line of its own. */
export function warnOnStandardError({ target, message }: WarningEntry): void {
  process.stderr.write(`SOAP ${target}: warning: ${message}\n`);
}

/** Elements of one request that are named, and the characters that they may take. */
const maxNamed = 8;
const maxLength = 1000;

/** The elements of one request that were skipped, or that WCF would skip. */
export class RequestWarnings {
  readonly #warnings: DecodeWarning[] = [];
  #more = false;

  /** Takes a warning. Returns false when no more are wanted. */
  readonly add = (warning: DecodeWarning): boolean => {
    if (this.#warnings.length < maxNamed) this.#warnings.push(warning);
    else this.#more = true;
    return !this.#more;
  };

  /** Returns one line that names the elements; `undefined` when there are none. */
  message(): string | undefined {
    if (this.#warnings.length === 0) return undefined;
    const skipped = listed(this.#warnings.filter(({ skipped }) => skipped));
    const read = listed(this.#warnings.filter(({ skipped }) => !skipped));
    const said = [skipped && `skipped: ${skipped}`, read && `read, but WCF would skip it: ${read}`];
    const line = said.filter((part) => part !== "").join("; ") + (this.#more ? "; and more" : "");
    return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
  }
}

/** The elements; of those in the same one, only the first has its whole path. */
function listed(warnings: readonly DecodeWarning[]): string {
  let last = "";
  const parts = warnings.map(({ path, detail }) => {
    const end = path.lastIndexOf("/") + 1;
    const parent = path.slice(0, end);
    const name = parent === last ? path.slice(end) : path;
    last = parent;
    return `${name} ${detail}`;
  });
  return parts.join("; ");
}
