import Type, { type TProperties } from "typebox";
import { typed } from "./annotate.ts";
import type { EntityType, Schema, SelfType } from "./schema.ts";

/** Schemas by wire name, in the order of the XSD sequence. */
export type Members = Readonly<Record<string, Schema>>;

/** The type of an object with these members. Each is optional, since any may be left out on the wire. */
export type Values<M extends Members> = { [K in keyof M]?: M[K] extends Schema<infer T> ? T : never };

/** A complex type of the contract, with the static type of its values. */
export interface Entity<T = unknown> extends Schema<T> {
  readonly xml: EntityType;
}

/** The properties of an entity beside its name and members. */
export interface EntityOptions {
  readonly description: string;
  /** The namespace of the type. @default "contract" */
  readonly namespace?: EntityType["namespace"];
}

/** Creates a complex type without a base type. */
export function entity<M extends Members>(name: string, members: M, options: EntityOptions): Entity<Values<M>> {
  return entityOf(name, members, options);
}

/** Creates a complex type that extends another: the base type's members come first on the wire. */
export function extend<B, M extends Members>(
  base: Entity<B>,
  name: string,
  members: M,
  options: EntityOptions,
): Entity<B & Values<M>> {
  return entityOf(name, { ...base.xml.members, ...members }, options, base);
}

/** Creates a complex type that contains itself. The caller gives its static type, which cannot be inferred. */
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
  // `xml` above is an entity's.
  return typed<T>(schema) as Entity<T>;
}

/** Refers to the enclosing entity of this name. The caller gives its static type. */
export function self<T>(name: string): Schema<T> {
  const xml: SelfType = { kind: "self", name, namespace: "contract" };
  return typed(Type.Unsafe({ $ref: name, xml }));
}

function optional(member: Schema): Schema {
  // A mandatory member (minOccurs 1) is required of the object too.
  return member.mandatory ? member : typed(Type.Optional(member));
}
