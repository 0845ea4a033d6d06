import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("../../.ci/postgres.sh", import.meta.url));

/** A PostgreSQL for one test alone, so that it may be restarted. */
export interface OwnPostgres {
  /** The URL of an empty database. */
  readonly url: string;
  /** A shell command that restarts it, breaking off whatever is connected. */
  readonly restartCommand: string;
  /** Stops it and removes its data. */
  stop(): void;
}

/** Starts a PostgreSQL as the checks do; `undefined` where none is installed or it does not start. */
export function startOwnPostgres(): OwnPostgres | undefined {
  const said = bash('start_postgres && echo "at $SUPEROFFICE_SOAP_TEST_POSTGRES $postgres_directory"');
  const [, url, directory] = /^at (postgres:\S+) (\S+)$/m.exec(said) ?? [];
  if (url === undefined || directory === undefined) return undefined;
  const restart = `as_postgres "$(find_postgres)/pg_ctl" -D ${directory}/data -m fast -w -l ${directory}/log restart`;
  return {
    url,
    restartCommand: `bash -c '. ${script} && ${restart}'`,
    stop: () => void bash(`postgres_directory=${directory}; stop_postgres`),
  };
}

function bash(commands: string): string {
  // Not the variable of the tests' own database.
  const { SUPEROFFICE_SOAP_TEST_POSTGRES: _, ...env } = process.env;
  return execFileSync("bash", ["-c", `. ${script}; ${commands}`], { encoding: "utf8", env });
}
