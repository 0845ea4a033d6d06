/** One line of a benchmark: what was measured, and how it compares with the yardstick of the same run. */
export interface Row {
  readonly what: string;
  /** With its unit. */
  readonly figure: string;
  /** The yardstick's name and how many times it this is. */
  readonly ratios?: Readonly<Record<string, number>>;
}

/** A benchmark: a name to pick it by, and what it prints. */
export interface Benchmark {
  readonly name: string;
  readonly title: string;
  readonly run: () => Promise<readonly Row[]> | readonly Row[];
}

/** A benchmark's rows as aligned text. */
export function formatRows(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ what }) => what.length));
  return rows
    .map((row) => `  ${row.what.padEnd(width)}  ${row.figure.padStart(12)}  ${ratiosOf(row)}`.trimEnd())
    .join("\n");
}

function ratiosOf({ ratios = {} }: Row): string {
  return Object.entries(ratios)
    .map(([yardstick, ratio]) => `${ratio.toFixed(2)} x ${yardstick}`)
    .join("   ");
}

/** A time with its unit. */
export function milliseconds(time: number): string {
  return `${time.toFixed(1)} ms`;
}

/** A short time with its unit. */
export function microseconds(time: number): string {
  return `${time.toFixed(2)} us`;
}
