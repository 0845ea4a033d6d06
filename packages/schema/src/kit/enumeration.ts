import Type from "typebox";
import { typed } from "./annotate.ts";
import type { EnumerationType, Literal, Schema } from "./schema.ts";
import type { VersionRange } from "./services-version.ts";

/** A name's number, or its number and the versions that know it. */
export type LiteralDefinition = number | { readonly value: number; readonly available: readonly VersionRange[] };

/** What an enumeration has beside its names. */
export type EnumerationOptions = Pick<EnumerationType, "actualType">;

/** One of the names. On the wire it is always the name, never the number. */
export function enumeration<L extends Record<string, LiteralDefinition>>(
  name: string,
  literals: L,
  description: string,
  options: EnumerationOptions = {},
): Schema<keyof L & string> {
  return enumerationOf(name, literalsOf(literals), description, options);
}

/** Any number of the names (an `xs:list`): space-separated on the wire, an array here, in the order they came. */
export function flags<L extends Record<string, LiteralDefinition>>(
  name: string,
  literals: L,
  description: string,
): Schema<(keyof L & string)[]> {
  return flagsOf(name, literalsOf(literals), description);
}

/** As `enumeration`, from literals that are spelled out. */
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

/** As `flags`, from literals that are spelled out. */
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
