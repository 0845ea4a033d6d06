import type { EntityType, NetServerError, Schema, SchemaError, XmlType } from "@superoffice-soap/schema";
import { fieldName, memberName } from "../names.ts";

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
    if (path !== undefined) return path;
  }
  return undefined;
}

/** NetServer's message with each name that it gives to an argument as GraphQL has it. What it quotes is left as it is. */
export function messageInGraphQL(message: string, names: ReadonlyMap<string, string>): string {
  if (message.length > longestMessage) return message;
  return message
    .split(quotation)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(word, (found) => names.get(found) ?? found)))
    .join("");
}

/** A longer text tells more than an argument's name. */
const longestMessage = 10_000;

const quotation = /("(?:[^"\\]|\\.)*")/;
const word = /\b[A-Z]\w*/g;

/**
 * The names of an operation's arguments and of the members in them, by NetServer's. Words that a sentence may begin with
 * count only where an error is about them.
 */
export function namesInMessages(error: NetServerError, input: EntityType): ReadonlyMap<string, string> {
  const about = new Set(argumentNamesIn(error).flatMap((name) => name.split(/[.[\]]+/)));
  const names = [...namesOf(input)].filter(([name]) => about.has(name) || /[a-z\d][A-Z]/.test(name));
  return new Map(names);
}

const namesByInput = new WeakMap<EntityType, ReadonlyMap<string, string>>();

function namesOf(input: EntityType): ReadonlyMap<string, string> {
  const known = namesByInput.get(input);
  if (known !== undefined) return known;
  const names = new Map<string, string>();
  for (const { members, nameOf } of placesBelow(input)) {
    for (const member of Object.keys(members)) if (!names.has(member)) names.set(member, nameOf(member));
  }
  namesByInput.set(input, names);
  return names;
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
  /** The name of a member in GraphQL. */
  readonly nameOf: (member: string) => string;
  /** Whether the place is within a list, so that its path ends at the list. */
  readonly listed: boolean;
}

function pathTo([first, ...rest]: readonly (string | number)[], input: EntityType): ArgumentPath | undefined {
  for (const { path, members, nameOf, listed } of placesBelow(input)) {
    const found = Object.keys(members).find((name) => name === first);
    if (found === undefined) continue;
    const within = rest.filter((part) => typeof part === "number" || /^\w+$/.test(part)).map(inGraphQL);
    return listed ? path : [...path, nameOf(found), ...within];
  }
  return undefined;
}

/** An operation's arguments, and each entity in them once, the least deep first. */
function* placesBelow(input: EntityType): Generator<Place> {
  const seen = new Set<string>();
  let places: readonly Place[] = [{ path: [], members: input.members, nameOf: fieldName, listed: false }];
  while (places.length > 0) {
    yield* places;
    places = places.flatMap((place) => valuePaths(place, seen));
  }
}

function valuePaths({ path, members, nameOf, listed }: Place, seen: Set<string>): readonly Place[] {
  return Object.entries(members).flatMap(([name, { xml }]): Place[] => {
    const entity = entityIn(xml);
    if (entity === undefined || seen.has(entity.name)) return [];
    seen.add(entity.name);
    return [
      {
        path: listed ? path : [...path, nameOf(name)],
        members: entity.members,
        nameOf: (member) => memberName(entity.name, member),
        listed: listed || xml.kind === "array",
      },
    ];
  });
}

function entityIn(xml: XmlType): EntityType | undefined {
  if (xml.kind === "array") return entityIn(xml.item.xml);
  return xml.kind === "entity" ? xml : undefined;
}
