/**
 * Whether an error is one that PostgreSQL answered with: it says of each how severe it is. `instanceof` would need the
 * driver, which is loaded only where there is a PostgreSQL.
 */
export function isPostgresError(error: Error): boolean {
  return "severity" in error;
}
