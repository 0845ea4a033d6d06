const pattern = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Seconds in a year and in a month as .NET counts them, then in a day, an hour, a minute and a second. */
const unitSeconds = [365 * 86_400, 30 * 86_400, 86_400, 3600, 60, 1] as const;

/** Returns the whole seconds of an `xs:duration`; `undefined` for an invalid one. */
export function secondsIn(duration: string): number | undefined {
  const [, sign, ...parts] = pattern.exec(duration.trim()) ?? [];
  if (!parts.some((part) => part !== undefined)) return undefined;
  const seconds = unitSeconds.reduce((sum, unit, index) => sum + unit * Number(parts[index] ?? 0), 0);
  return Math.trunc(sign === undefined ? seconds : -seconds);
}

/** Formats seconds as an `xs:duration` the way .NET writes a TimeSpan: `P1DT2H`, `PT10M`, `PT0S`. */
export function durationOf(seconds: number): string {
  if (seconds === 0) return "PT0S";
  const days = Math.floor(seconds / 86_400);
  const time = [
    [Math.floor(seconds / 3600) % 24, "H"],
    [Math.floor(seconds / 60) % 60, "M"],
    [seconds % 60, "S"],
  ] as const;
  const shown = time.map(([count, unit]) => (count === 0 ? "" : `${count}${unit}`)).join("");
  return `P${days === 0 ? "" : `${days}D`}${shown === "" ? "" : `T${shown}`}`;
}
