import Type, { type TProperties } from "typebox";
import { typed } from "./annotate.ts";
import type { EntityType, Schema, SelfType } from "./schema.ts";

/** Schemas by wire name, in the order of the XSD sequence. */
export type Members = Readonly<Record<string, Schema>>;

/** The object that has these members. On the wire every one may be left out, so each is optional here. */
export type Values<M extends Members> = { [K in keyof M]?: M[K] extends Schema<infer T> ? T : never };

/** A complex type of the contract and the value type that belongs to it. */
export interface Entity<T = unknown> extends Schema<T> {
  readonly xml: EntityType;
}

/** What an entity has beside name and members. */
export interface EntityOptions {
  readonly description: string;
  /** Where the type lives; the contract's own namespace unless given. */
  readonly namespace?: EntityType["namespace"];
}

/** A complex type without a base type. */
export function entity<M extends Members>(name: string, members: M, options: EntityOptions): Entity<Values<M>> {
  return entityOf(name, members, options);
}

/** A complex type that extends another: the base type's members come first on the wire. */
export function extend<B, M extends Members>(
  base: Entity<B>,
  name: string,
  members: M,
  options: EntityOptions,
): Entity<B & Values<M>> {
  return entityOf(name, { ...base.xml.members, ...members }, options, base);
}

/** As `entity`, for a type that contains itself: the static type is given, since it cannot be inferred. */
export function entityOf<T>(name: string, members: Members, options: EntityOptions, base?: Schema): Entity<T> {
  const { namespace = "contract", description } = options;
  const xml: EntityType = {
    kind: "entity",
    name,
    namespace,
    description,
    members,
    ...(base === undefined ? {} : { base }),
  };
  const properties = Object.fromEntries(Object.entries(members).map(([key, member]) => [key, optional(member)]));
  const schema = Type.Object(properties as TProperties, { $id: name, description, xml });
  // The annotation just given is an entity's.
  return typed<T>(schema) as Entity<T>;
}

/** The enclosing entity of this name. Its static type is given by the caller. */
export function self<T>(name: string): Schema<T> {
  const xml: SelfType = { kind: "self", name, namespace: "contract" };
  return typed(Type.Unsafe({ $ref: name, xml }));
}

function optional(member: Schema): Schema {
  // A mandatory member (minOccurs 1) is required of the object too.
  return member.mandatory ? member : typed(Type.Optional(member));
}
