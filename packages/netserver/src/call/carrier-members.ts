import type { Carrier, Entity, FieldProperty, FieldPropertyDictionary, Schema } from "@superoffice-soap/schema";
import type { AnswerOptions } from "../options.ts";

type Answers = Required<AnswerOptions>;

/** The .NET type of each kind of value that a field can have. */
const dotnetTypes: Readonly<Record<string, string>> = {
  string: "System.String",
  int: "System.Int32",
  short: "System.Int16",
  boolean: "System.Boolean",
  dateTime: "System.DateTime",
};

/** The members that every carrier starts with. Nothing here is restricted, so every right is there and no reason. */
export function carrierOf(entity: Entity, { rights }: Answers): Required<Carrier> {
  if (rights === "nil") return { TableRight: null, FieldProperties: null };
  const TableRight = { Mask: ["Select" as const, "Update" as const, "Insert" as const, "Delete" as const], Reason: "" };
  return { TableRight, FieldProperties: rights === "table" ? null : fieldPropertiesOf(entity) };
}

// Each answer has properties of its own, which are its caller's to change.
function fieldPropertiesOf(entity: Entity): FieldPropertyDictionary {
  const properties: FieldPropertyDictionary = {};
  for (const [name, field] of fieldsOf(entity)) {
    properties[name] = { FieldRight: { Mask: ["Read", "Write"], Reason: "" }, ...field };
  }
  return properties;
}

type Field = Pick<FieldProperty, "FieldType" | "FieldLength">;

/** Returns the fields of an entity as its schema describes them, by their names. */
function fieldsOf(entity: Entity): ReadonlyMap<string, Field> {
  const known = fieldsByEntity.get(entity);
  if (known !== undefined) return known;
  const members = Object.entries(entity.xml.members).filter(
    ([name]) => name !== "TableRight" && name !== "FieldProperties",
  );
  const fields = new Map(members.map(([name, schema]) => [name, fieldOf(schema)]));
  fieldsByEntity.set(entity, fields);
  return fields;
}

const fieldsByEntity = new WeakMap<Entity, ReadonlyMap<string, Field>>();

function fieldOf(schema: Schema): Field {
  return { FieldType: dotnetTypes[schema.xml.name] ?? "System.Object", FieldLength: maxLengthIn(schema) ?? 0 };
}

/** Returns the length of the longest text that a member of an entity holds, in UTF-16 code units; `Infinity` without a limit. */
export function maxLengthOf(entity: Entity, member: string): number {
  const schema = entity.xml.members[member];
  if (schema === undefined) throw new RangeError(`${entity.xml.name} has no member ${member}`);
  return maxLengthIn(schema) ?? Number.POSITIVE_INFINITY;
}

// A nillable text is a union of the text's own schema and null.
function maxLengthIn(schema: Schema): number | undefined {
  const { maxLength, anyOf } = schema as {
    readonly maxLength?: number;
    readonly anyOf?: readonly { readonly maxLength?: number }[];
  };
  return maxLength ?? anyOf?.find((option) => option.maxLength !== undefined)?.maxLength;
}
