/** Says once, and not in each file of tests, what cannot be tested here. */
export function setup(): void {
  if (process.env.SUPEROFFICE_SOAP_TEST_POSTGRES !== undefined) return;
  process.stdout.write("Tests on PostgreSQL are skipped: SUPEROFFICE_SOAP_TEST_POSTGRES holds no URL.\n");
}
