import Type, { type TSchema } from "typebox";
import type { Schema } from "./schema.ts";
import type { ServicesVersion, VersionRange } from "./services-version.ts";

/** The annotations of a member beside its type. */
export interface MemberOptions {
  /** The meaning of the member: unit, who sets it, what 0 or `null` stands for. */
  readonly description?: string;
  /** The first version that has the member. */
  readonly since?: ServicesVersion;
  /** The last version that has the member. */
  readonly until?: ServicesVersion;
  /** True when the element must be present (WSDL `minOccurs="1"`). */
  readonly mandatory?: true;
}

/** Returns a copy of a schema with the given annotations. The others stay. */
export function annotate<S extends Schema>(schema: S, { since, until, ...said }: MemberOptions): S {
  const range = since === undefined && until === undefined ? {} : { available: [rangeOf(since, until)] };
  return annotated(clone(schema), { ...said, ...range });
}

function rangeOf(since: ServicesVersion | undefined, until: ServicesVersion | undefined): VersionRange {
  return { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
}

/** Returns the schema of the same value or `null`, which is `xsi:nil="true"` on the wire. */
export function nillable<T>(schema: Schema<T>, options: MemberOptions = {}): Schema<T | null> {
  const { xml, description, available, mandatory } = schema;
  const known = { xml, ...(description === undefined ? {} : { description }), ...(available ? { available } : {}) };
  const union = Type.Union([schema, Type.Null()], { ...known, nillable: true, ...(mandatory ? { mandatory } : {}) });
  return annotate(typed<T | null>(union), options);
}

/** Gives a TypeBox schema its annotations and its static type, which the caller vouches for. */
export function typed<T>(schema: TSchema): Schema<T> {
  // TypeBox keeps unknown keywords at run time but not in its types.
  return schema as Schema<T>;
}

// A spread would lose TypeBox's hidden marks, which are not enumerable.
function clone<S extends object>(schema: S): S {
  return Object.defineProperties({}, Object.getOwnPropertyDescriptors(schema)) as S;
}

function annotated<S extends object>(schema: S, annotations: object): S {
  return Object.assign(schema, annotations);
}
