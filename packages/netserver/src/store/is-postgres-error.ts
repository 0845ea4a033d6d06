/**
 * Tells whether PostgreSQL reported an error: it gives each a severity. `instanceof` would need the driver, which is
 * loaded only where PostgreSQL is used.
 */
export function isPostgresError(error: Error): boolean {
  return "severity" in error;
}
