import type { ErpActor, FieldMetadataType, SearchRestriction } from "@superoffice-soap/schema";
import { decodeFieldValue, type FieldValue } from "../field-value.ts";
import { DemoErpRefusal, fieldsOf } from "./rules.ts";

/** Tells whether a text occurs in any of an actor's values, ignoring case. */
export function hasText({ ErpKey, FieldValues }: ErpActor, text: string): boolean {
  const wanted = text.toLowerCase();
  return [ErpKey, ...Object.values(FieldValues)].some((value) => value?.toLowerCase().includes(wanted));
}

/** Tells whether an actor meets all criteria. Throws `DemoErpRefusal` for an invalid criterion. */
export function meets(actor: ErpActor, restrictions: readonly SearchRestriction[]): boolean {
  return restrictions.every(({ FieldKey, Operator, Values }) => {
    const type = fieldsOf(actor.ActorType).find((field) => field.FieldKey === FieldKey)?.FieldType;
    const test = type && (type === "Text" ? textTests : otherTests)[Operator];
    if (!type || !test) throw new DemoErpRefusal(`${FieldKey} cannot be searched by ${Operator}.`);
    const [value, ...wanted] = [actor.FieldValues[FieldKey] ?? "", ...Values].map((one) => comparable(one, type));
    return test(value ?? null, wanted);
  });
}

type Test = (value: FieldValue, wanted: readonly FieldValue[]) => boolean;

const within = (value: FieldValue, [low = null, high = null]: readonly FieldValue[]) =>
  order(value, low) >= 0 && order(value, high) <= 0;

const textTests: Readonly<Record<string, Test>> = {
  "=": (value, [wanted]) => value === wanted,
  isnot: (value, [wanted]) => value !== wanted,
  begins: (value, [wanted]) => String(value ?? "").startsWith(String(wanted ?? "")),
  contains: (value, [wanted]) => String(value ?? "").includes(String(wanted ?? "")),
  ends: (value, [wanted]) => String(value ?? "").endsWith(String(wanted ?? "")),
  notbegins: (value, [wanted]) => !String(value ?? "").startsWith(String(wanted ?? "")),
  notcontains: (value, [wanted]) => !String(value ?? "").includes(String(wanted ?? "")),
  notends: (value, [wanted]) => !String(value ?? "").endsWith(String(wanted ?? "")),
  between: within,
};

const compared = (holds: (order: number) => boolean): Test => {
  return (value, [wanted = null]) => value !== null && holds(order(value, wanted));
};

const otherTests: Readonly<Record<string, Test>> = {
  "=": compared((order) => order === 0),
  "!=": (value, [wanted = null]) => order(value, wanted) !== 0,
  ">": compared((order) => order > 0),
  "<": compared((order) => order < 0),
  ">=": compared((order) => order >= 0),
  "<=": compared((order) => order <= 0),
  before: compared((order) => order < 0),
  after: compared((order) => order > 0),
  beforeOrEqual: compared((order) => order <= 0),
  afterOrEqual: compared((order) => order >= 0),
  between: (value, wanted) => value !== null && within(value, wanted),
  oneof: (value, wanted) => wanted.includes(value),
  notoneof: (value, wanted) => !wanted.includes(value),
};

function order(left: FieldValue, right: FieldValue): number {
  if (left === right) return 0;
  if (left === null) return -1;
  return right !== null && left < right ? -1 : 1;
}

function comparable(text: string, type: FieldMetadataType): FieldValue {
  const value = decodeFieldValue(text, type);
  return type === "Text" && typeof value === "string" ? value.toLowerCase() : value;
}
