import { findServices, type ServicesVersion, servicesVersions } from "@superoffice-soap/schema";

/** Throws RangeError for a version that the contract does not have. The types allow none; untyped callers may. */
export function assertKnownServices(services: ServicesVersion): void {
  if (servicesVersions.includes(services)) return;
  const meant = findServices(String(services));
  const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
  throw new RangeError(`services must be a version of the contract, not ${String(services)}${hint}`);
}
