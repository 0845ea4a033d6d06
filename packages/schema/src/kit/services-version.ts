/**
 * The published versions of NetServer's service contract, oldest first. Each is a namespace of its own; a later one
 * only adds to an earlier one, but for a few rights flags.
 */
export const servicesVersions = [
  "Services75",
  "Services80",
  "Services81",
  "Services82",
  "Services83",
  "Services84",
  "Services85",
  "Services86",
  "Services87",
  "Services88",
] as const;

/** A version of the service contract, spelled as in its namespace and in the endpoint's path. */
export type ServicesVersion = (typeof servicesVersions)[number];

/** The newest version of the contract, which is the default everywhere. */
export const latestServices: ServicesVersion = "Services88";

const namespaceRoot = "http://www.superoffice.net/ws/crm/NetServer/";

/** Returns the target namespace of a version (WSDL `targetNamespace`): wrappers, header blocks and entities live in it. */
export function namespaceOf(services: ServicesVersion): string {
  return namespaceRoot + services;
}

/** Returns the SOAPAction of an agent's operation in a version, without the quotes it is sent in (WSDL `soapAction`). */
export function soapActionOf(services: ServicesVersion, agent: string, operation: string): string {
  return `${namespaceOf(services)}/${agent}/${operation}`;
}

/** Returns the version whose target namespace this is; `undefined` when it is no namespace of the contract. */
export function servicesOfNamespace(namespace: string): ServicesVersion | undefined {
  return versionsByNamespace.get(namespace);
}

const versionsByNamespace: ReadonlyMap<string, ServicesVersion> = new Map(
  servicesVersions.map((version) => [namespaceOf(version), version]),
);

/** Returns the version with this name, in any case (`services88`); `undefined` when there is none. */
export function findServices(name: string): ServicesVersion | undefined {
  const wanted = name.toLowerCase();
  return servicesVersions.find((version) => version.toLowerCase() === wanted);
}

/** Throws RangeError for a version that the contract does not have. The types allow none; untyped callers may. */
export function assertKnownServices(services: ServicesVersion): void {
  if (servicesVersions.includes(services)) return;
  const intended = findServices(String(services));
  const hint = intended === undefined ? "" : `; did you mean ${intended}?`;
  throw new RangeError(`services must be a version of the contract, not ${String(services)}${hint}`);
}

/** A range of versions, both ends included. An end that is left out is open. */
export interface VersionRange {
  readonly since?: ServicesVersion;
  readonly until?: ServicesVersion;
}

/** Tells whether a version lies in any of the ranges. `undefined` stands for every version. */
export function isAvailable(ranges: readonly VersionRange[] | undefined, services: ServicesVersion): boolean {
  if (ranges === undefined) return true;
  const at = servicesVersions.indexOf(services);
  return ranges.some(
    ({ since, until }) =>
      (since === undefined || at >= servicesVersions.indexOf(since)) &&
      (until === undefined || at <= servicesVersions.indexOf(until)),
  );
}
