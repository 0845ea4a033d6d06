import type { EntityType, NetServerError, Schema, SchemaError, XmlType } from "@superoffice-soap/schema";
import { fieldName, memberName } from "../names.ts";

/** The path of a value in a field's arguments: `["foreignKey", "recordId"]`; an item of a list has its index. */
export type ArgumentPath = readonly (string | number)[];

/** Returns a path as GraphQL writes it in its messages: `foreignKey[0].recordId`. */
export function pathText(path: ArgumentPath): string {
  const parts = path.map((segment) => (typeof segment === "number" ? `[${segment}]` : `.${segment}`));
  return parts.join("").replace(/^\./, "");
}

/** Returns the path of the value that does not fit its schema. */
export function pathOfSchemaError({ path }: SchemaError): ArgumentPath {
  return segmentsOf(path).map(inGraphQL);
}

/**
 * Returns NetServer's names of the arguments that an exception is about, the likeliest first; empty when it names none.
 */
export function argumentNamesIn({ message, parameters }: NetServerError): readonly string[] {
  const { ParamName, ExpectedType: _type, RecievedValue: _value, ErrorCode: _code, ...fields } = parameters;
  const [, quoted, plain] = dotNetArgument.exec(message) ?? [];
  return [ParamName, ...Object.keys(fields), quoted, plain].filter((name) => name != null);
}

/** The end of the messages of .NET's own argument exceptions. */
const dotNetArgument = /\(Parameter '([^']+)'\)|Parameter name: (\S+)/;

/**
 * Returns the path of the argument that caused an exception; `undefined` when NetServer does not tell. NetServer names
 * a member only, so the least nested member of that name is taken; inside a list the item is unknown.
 */
export function pathOfNetServerError(error: NetServerError, input: EntityType): ArgumentPath | undefined {
  for (const name of argumentNamesIn(error)) {
    const path = pathTo(segmentsOf(name), input);
    if (path !== undefined) return path;
  }
  return undefined;
}

/**
 * Returns NetServer's message with GraphQL's name for each argument that it names. Text that it quotes is unchanged.
 */
export function messageInGraphQL(message: string, names: ReadonlyMap<string, string>): string {
  if (message.length > longestMessage) return message;
  return message
    .split(quotation)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(word, (found) => names.get(found) ?? found)))
    .join("");
}

/** The longest message whose names are replaced, in characters; a longer text tells more than an argument's name. */
const longestMessage = 10_000;

const quotation = /("(?:[^"\\]|\\.)*")/;
const word = /\b[A-Z]\w*/g;

/**
 * Returns GraphQL's names of an operation's arguments and of the members in them, by NetServer's names. Words with
 * which a sentence may begin count only where an error is about them.
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

/** Returns the parts of a path such as `ForeignKey[0].RecordId`. */
function segmentsOf(path: string): readonly (string | number)[] {
  return (path.match(/[^.[\]]+/g) ?? []).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function inGraphQL(segment: string | number): string | number {
  return typeof segment === "number" ? segment : fieldName(segment);
}

interface Place {
  readonly path: ArgumentPath;
  readonly members: Readonly<Record<string, Schema>>;
  /** Returns the name of a member in GraphQL. */
  readonly nameOf: (member: string) => string;
  /** True for a value within a list, whose path ends at the list. */
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

/** Yields an operation's arguments, and each entity in them once, the least nested first. */
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
