import {
  type DictionaryType,
  defaultOf,
  type EntityType,
  type EnumerationType,
  fixedNamespaces,
  namespaceOf,
  type Schema,
  type ServicesVersion,
  type TypeNamespace,
  type XmlType,
} from "@superoffice-soap/schema";
import { collapse, lexicals } from "../xml/lexical.ts";

/** The plan for reading an element, compiled from its schema. */
export type Plan = TextPlan | EntityPlan | ArrayPlan | DictionaryPlan | PairPlan;

/** The part of a plan that every value has. */
interface ValuePlan {
  /** The name of the expected type, for error messages: `xs:int`. */
  readonly expected: string;
  /** True when nil is a value. For value types, which have no null, it counts as a member that was left out. */
  readonly nilIsValue: boolean;
}

/** An element with text in it. */
export interface TextPlan extends ValuePlan {
  readonly kind: "text";
  /** True when an empty element is a value; else it counts as a member that was left out. */
  readonly emptyIsValue: boolean;
  /** Returns the value of a text; `undefined` when it is not of the type. */
  readonly read: (text: string) => unknown;
}

/** An element with one element for each member. */
export interface EntityPlan extends ValuePlan {
  readonly kind: "entity";
  readonly namespace: string;
  /** The members by name, with their positions in the sequence. */
  readonly members: Map<string, MemberPlan>;
  /** The members that are value types and their defaults, for readers that want them filled in. */
  readonly defaults: (readonly [string, () => unknown])[];
}

/** A member of an entity. */
export interface MemberPlan {
  /** Its position in the sequence, from 1. */
  readonly position: number;
  readonly plan: Plan;
}

/** An element with one element for each item. */
export interface ArrayPlan extends ValuePlan {
  readonly kind: "array";
  readonly namespace: string;
  readonly itemName: string;
  readonly item: Plan;
}

/** An element with one element for each pair. */
export interface DictionaryPlan extends ValuePlan {
  readonly kind: "dictionary";
  readonly namespace: string;
  readonly pairName: string;
  readonly pair: PairPlan;
}

/** One pair of a dictionary. */
export interface PairPlan extends ValuePlan {
  readonly kind: "pair";
  readonly namespace: string;
  readonly key: Plan;
  readonly value: Plan;
}

const plans = new WeakMap<Schema, Plan>();

/** Returns the plan of a schema that is projected to a version, compiled on first use. */
export function planOf(schema: Schema, services: ServicesVersion): Plan {
  const known = plans.get(schema) ?? compile(schema, services, new Map());
  plans.set(schema, known);
  return known;
}

type Enclosing = ReadonlyMap<string, Plan>;

function compile(schema: Schema, services: ServicesVersion, enclosing: Enclosing): Plan {
  const { xml } = schema;
  switch (xml.kind) {
    case "scalar":
      return textPlan(schema, lexicals[xml.name].read);
    case "enumeration":
      return textPlan(schema, readLiteral(xml));
    case "flags":
      return textPlan(schema, readFlags(xml));
    case "entity":
      return compileEntity(schema, xml, services, enclosing);
    case "array":
      return {
        kind: "array",
        ...valuePlan(schema),
        namespace: namespaceUri(xml.namespace, services),
        itemName: xml.itemName,
        item: compile(xml.item, services, enclosing),
      };
    case "dictionary":
      return compileDictionary(schema, xml, services, enclosing);
    case "self":
      return { ...enclosingPlan(xml.name, enclosing), ...valuePlan(schema) };
  }
}

const emptyValues: readonly string[] = ["string", "base64Binary"];

function textPlan(schema: Schema, read: TextPlan["read"]): TextPlan {
  const { kind, name } = schema.xml;
  const emptyIsValue = kind === "flags" || emptyValues.includes(name);
  return { kind: "text", ...valuePlan(schema), emptyIsValue, read };
}

function valuePlan(schema: Schema): ValuePlan {
  return { expected: describe(schema.xml), nilIsValue: defaultOf(schema) === null };
}

function describe({ name, namespace }: XmlType): string {
  if (namespace === "xsd") return `xs:${name}`;
  return namespace === "serialization" ? `ser:${name}` : name;
}

function readLiteral({ literals }: EnumerationType): (text: string) => unknown {
  const names = new Map(literals.map(({ name }) => [name, name]));
  return (text) => names.get(collapse(text));
}

// Keeps unknown names: a flag that only a newer server has must not make its answers unreadable.
function readFlags({ literals }: EnumerationType): (text: string) => string[] {
  const names = new Map(literals.map(({ name }) => [name, name]));
  return (text) => {
    const collapsed = collapse(text);
    return collapsed === "" ? [] : collapsed.split(/[ \t\r\n]+/).map((name) => names.get(name) ?? name);
  };
}

function compileEntity(
  entity: Schema,
  { name, namespace: typeNamespace, members }: EntityType,
  services: ServicesVersion,
  enclosing: Enclosing,
): EntityPlan {
  const defaults: [string, () => unknown][] = [];
  const namespace = namespaceUri(typeNamespace, services);
  const plan: EntityPlan = { kind: "entity", ...valuePlan(entity), namespace, members: new Map(), defaults };
  // Registered before its members are compiled, for types that contain themselves.
  const known = new Map([...enclosing, [name, plan]]);
  for (const [member, schema] of Object.entries(members)) {
    plan.members.set(member, { position: plan.members.size + 1, plan: compile(schema, services, known) });
    const value = defaultOf(schema);
    // Every entity gets an object of its own.
    if (value !== null) defaults.push([member, typeof value === "object" ? () => defaultOf(schema) : () => value]);
  }
  return plan;
}

function compileDictionary(
  schema: Schema,
  xml: DictionaryType,
  services: ServicesVersion,
  enclosing: Enclosing,
): DictionaryPlan {
  const namespace = namespaceUri(xml.namespace, services);
  const key = compile(xml.key, services, enclosing);
  const value = compile(xml.value, services, enclosing);
  const pair: PairPlan = { kind: "pair", expected: xml.pairName, nilIsValue: true, namespace, key, value };
  return { kind: "dictionary", ...valuePlan(schema), namespace, pairName: xml.pairName, pair };
}

function enclosingPlan(name: string, enclosing: Enclosing): Plan {
  const plan = enclosing.get(name);
  if (plan === undefined) throw new TypeError(`${name} is not inside itself`);
  return plan;
}

function namespaceUri(namespace: TypeNamespace, services: ServicesVersion): string {
  return namespace === "contract" ? namespaceOf(services) : fixedNamespaces[namespace];
}
