import type { EntityType, NetServerError, Schema, SchemaError, XmlType } from "@superoffice-soap/schema";
import { fieldName } from "./derive/names.ts";

/** Where in a field's arguments a value is: `["foreignKey", "recordId"]`, a list's item by its index. */
export type ArgumentPath = readonly (string | number)[];

/** A path as GraphQL writes one in its messages: `foreignKey[0].recordId`. */
export function pathText(path: ArgumentPath): string {
  const parts = path.map((segment) => (typeof segment === "number" ? `[${segment}]` : `.${segment}`));
  return parts.join("").replace(/^\./, "");
}

/** Where the value is that does not fit its schema. */
export function pathOfSchemaError({ path }: SchemaError): ArgumentPath {
  return segmentsOf(path).map(inGraphQL);
}

/** What NetServer calls the arguments that an exception is about, the likeliest first; none when it does not say. */
export function argumentNamesIn({ message, parameters }: NetServerError): readonly string[] {
  const { ParamName, ExpectedType: _type, RecievedValue: _value, ErrorCode: _code, ...fields } = parameters;
  const [, quoted, plain] = dotNetArgument.exec(message) ?? [];
  return [ParamName, ...Object.keys(fields), quoted, plain].filter((name) => name != null);
}

/** How .NET's own argument exceptions end. */
const dotNetArgument = /\(Parameter '([^']+)'\)|Parameter name: (\S+)/;

/**
 * Where in an operation's arguments the cause of an exception is; `undefined` when NetServer does not say. It names a
 * member, so the one that is least deep is meant; within a list it cannot be told which item.
 */
export function pathOfNetServerError(error: NetServerError, input: EntityType): ArgumentPath | undefined {
  for (const name of argumentNamesIn(error)) {
    const path = pathTo(segmentsOf(name), input);
    if (path !== undefined) return path.map(inGraphQL);
  }
  return undefined;
}

/** The parts of `ForeignKey[0].RecordId`. */
function segmentsOf(path: string): readonly (string | number)[] {
  return (path.match(/[^.[\]]+/g) ?? []).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function inGraphQL(segment: string | number): string | number {
  return typeof segment === "number" ? segment : fieldName(segment);
}

interface Place {
  readonly path: ArgumentPath;
  readonly members: Readonly<Record<string, Schema>>;
  /** Whether the place is within a list, so that its path ends at the list. */
  readonly listed: boolean;
}

function pathTo([first, ...rest]: readonly (string | number)[], input: EntityType): ArgumentPath | undefined {
  const seen = new Set<string>();
  let places: readonly Place[] = [{ path: [], members: input.members, listed: false }];
  while (places.length > 0) {
    for (const { path, members, listed } of places) {
      const found = Object.keys(members).find((name) => name === first);
      if (found === undefined) continue;
      return listed ? path : [...path, found, ...rest.filter((part) => typeof part === "number" || /^\w+$/.test(part))];
    }
    places = places.flatMap((place) => placesIn(place, seen));
  }
  return undefined;
}

function placesIn({ path, members, listed }: Place, seen: Set<string>): readonly Place[] {
  return Object.entries(members).flatMap(([name, { xml }]): Place[] => {
    const entity = entityIn(xml);
    if (entity === undefined || seen.has(entity.name)) return [];
    seen.add(entity.name);
    return [{ path: listed ? path : [...path, name], members: entity.members, listed: listed || xml.kind === "array" }];
  });
}

function entityIn(xml: XmlType): EntityType | undefined {
  if (xml.kind === "array") return entityIn(xml.item.xml);
  return xml.kind === "entity" ? xml : undefined;
}
