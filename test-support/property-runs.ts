/** Returns how often a test tries a property: `inCi` times in CI, else a tenth of that, but at least once. */
export function propertyRuns(inCi: number): number {
  return process.env.CI ? inCi : Math.ceil(inCi / 10);
}
