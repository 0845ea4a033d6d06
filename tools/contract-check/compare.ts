import type { Named, Plain } from "./description.ts";

/** One place where the sides disagree. A side that has nothing there says `nothing`. */
export interface Difference {
  /** The path from the description's root: `types/contract:ForeignKey/members/RecordId/nillable`. */
  readonly path: string;
  readonly contract: string;
  readonly wsdl: string;
}

/** Every place where two descriptions disagree. What one side lacks is one difference, however much it holds. */
export function differences(
  contract: Plain | undefined,
  wsdl: Plain | undefined,
  path: readonly string[] = [],
): Difference[] {
  if (isList(contract) && isList(wsdl)) return listDifferences(contract, wsdl, path);
  if (isObject(contract) && isObject(wsdl)) return objectDifferences(contract, wsdl, path);
  return contract === wsdl ? [] : [{ path: path.join("/"), contract: told(contract), wsdl: told(wsdl) }];
}

type PlainObject = { readonly [key: string]: Plain };

function objectDifferences(contract: PlainObject, wsdl: PlainObject, path: readonly string[]): Difference[] {
  const keys = new Set([...Object.keys(contract), ...Object.keys(wsdl)]);
  return [...keys].flatMap((key) => differences(contract[key], wsdl[key], [...path, key]));
}

function listDifferences(contract: readonly Named[], wsdl: readonly Named[], path: readonly string[]): Difference[] {
  const inContract = new Map(contract.map((item) => [item.name, item]));
  const inWsdl = new Map(wsdl.map((item) => [item.name, item]));
  const names = new Set([...inContract.keys(), ...inWsdl.keys()]);
  const inItems = [...names].flatMap((name) => differences(inContract.get(name), inWsdl.get(name), [...path, name]));
  const shared = (items: readonly Named[]) =>
    items.flatMap(({ name }) => (inContract.has(name) && inWsdl.has(name) ? [name] : [])).join(" ");
  return [...inItems, ...differences(shared(contract), shared(wsdl), [...path, "(order)"])];
}

function isList(value: Plain | undefined): value is readonly Named[] {
  return Array.isArray(value);
}

function isObject(value: Plain | undefined): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function told(value: Plain | undefined): string {
  if (value === undefined) return "nothing";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
