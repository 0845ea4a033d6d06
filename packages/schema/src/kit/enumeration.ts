import Type from "typebox";
import { typed } from "./annotate.ts";
import type { EnumerationType, Literal, Schema } from "./schema.ts";
import type { VersionRange } from "./services-version.ts";

/** A name's number, or the number and the versions that know the name. */
export type LiteralDefinition = number | { readonly value: number; readonly available: readonly VersionRange[] };

/** The properties of an enumeration beside its names. */
export type EnumerationOptions = Pick<EnumerationType, "actualType">;

/** Creates the type of one of the names. On the wire it is always the name, never the number. */
export function enumeration<L extends Record<string, LiteralDefinition>>(
  name: string,
  literals: L,
  description: string,
  options: EnumerationOptions = {},
): Schema<keyof L & string> {
  return enumerationOf(name, literalsOf(literals), description, options);
}

/** Creates the type of any number of the names: an `xs:list` on the wire, an array here, in the order of the list. */
export function flags<L extends Record<string, LiteralDefinition>>(
  name: string,
  literals: L,
  description: string,
): Schema<(keyof L & string)[]> {
  return flagsOf(name, literalsOf(literals), description);
}

/** Creates the same type as `enumeration`, from literals. */
export function enumerationOf<N extends string>(
  name: string,
  literals: readonly Literal[],
  description: string,
  { actualType }: EnumerationOptions = {},
): Schema<N> {
  const said = { description, literals, ...(actualType === undefined ? {} : { actualType }) };
  const xml = { kind: "enumeration", name, namespace: "contract", ...said } as const;
  return typed(Type.Enum(namesOf(literals), { $id: name, description, xml }));
}

/** Creates the same type as `flags`, from literals. */
export function flagsOf<N extends string>(
  name: string,
  literals: readonly Literal[],
  description: string,
): Schema<N[]> {
  const xml = { kind: "flags", name, namespace: "contract", description, literals } as const;
  return typed(Type.Array(Type.Enum(namesOf(literals)), { $id: name, description, xml }));
}

function namesOf(literals: readonly Literal[]): string[] {
  return literals.map(({ name }) => name);
}

function literalsOf(definitions: Record<string, LiteralDefinition>): Literal[] {
  return Object.entries(definitions).map(([name, definition]) =>
    typeof definition === "number" ? { name, value: definition } : { name, ...definition },
  );
}
