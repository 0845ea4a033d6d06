import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type AgentName, agents, at, fixedNamespaces, namespaceOf, servicesVersions } from "@superoffice-soap/schema";
import { SaxesParser, type SaxesTagNS } from "saxes";
import { describe, expect, test } from "vitest";
import { writeWsdl } from "../../src/wsdl/index.ts";

const address = "https://crm.example.com/Remote/Services88/SoPrincipal.svc";

describe.each(Object.keys(agents) as AgentName[])("%s", (agent) => {
  test.each(servicesVersions)("in %s says all that it refers to, and nothing twice", (services) => {
    const { declared, mentioned } = namesIn(writeWsdl({ services, agent, address }));
    expect(declared).toEqual([...new Set(declared)]);
    expect(mentioned.filter((name) => !declared.includes(name))).toEqual([]);
    expect(declared).toContain(`binding {${namespaceOf(services)}}BasicHttpBinding_${agent}`);
  });
});

test("operations that answer with the same element share one message", () => {
  const wsdl = writeWsdl({ services: "Services88", agent: "SoPrincipal", address });
  expect(occurrences(wsdl, '<wsdl:message name="AuthenticateResponse">')).toBe(1);
  expect(occurrences(wsdl, 'name="AuthenticateResponse" message="tns:AuthenticateResponse" />')).toBe(4);
  expect(wsdl).toContain(
    'wsaw:Action="http://www.superoffice.net/ws/crm/NetServer/Services88/SoPrincipal/AuthenticateGenericResponse" ' +
      'name="AuthenticateResponse"',
  );
});

test("only the agent that signs in leaves credentials out of its requests", () => {
  const headersOf = (agent: AgentName) =>
    new Set(writeWsdl({ services: "Services88", agent, address }).match(/(?<=Request_Headers" part=")\w+/g));
  expect([...headersOf("SoPrincipal")]).toEqual(["ApplicationToken"]);
  expect([...headersOf("Relation")]).toEqual(["ApplicationToken", "Credentials", "TimeZone"]);
});

test("an entity that extends another lists its own members only", () => {
  expect(linesAbout("ForeignSystem", '<xs:complexType name="ForeignDevice">', 5)).toEqual([
    '<xs:complexType name="ForeignDevice">',
    '<xs:complexContent mixed="false">',
    '<xs:extension base="tns:Carrier">',
    "<xs:sequence>",
    '<xs:element minOccurs="0" name="ForeignDeviceId" type="xs:int" />',
  ]);
});

test("types carry the notes from which .NET restores what XSD cannot say", () => {
  const note = (name: string, text: string) => `<${name} xmlns="${fixedNamespaces.serialization}">${text}</${name}>`;
  expect(linesAbout("ErpSync", '<xs:complexType name="StringDictionary">', 4)[3]).toBe(note("IsDictionary", "true"));
  expect(linesAbout("SoPrincipal", '<xs:complexType name="DSAParameters">', 4)[3]).toBe(note("IsValueType", "true"));
  expect(linesAbout("ErpSync", '<xs:simpleType name="QuoteStatus">', 4)[3]).toBe(
    `<ActualType Name="short" Namespace="${fixedNamespaces.xsd}" xmlns="${fixedNamespaces.serialization}" />`,
  );
  expect(linesAbout("SoPrincipal", '<xs:enumeration value="StatusSystem">', 4)[3]).toBe(
    note("EnumerationValue", "127"),
  );
  expect(linesAbout("Relation", '<xs:enumeration value="F">', 4)[3]).toBe(note("EnumerationValue", "16"));
});

test("a name whose number follows from its place has no note", () => {
  expect(linesAbout("SoPrincipal", '<xs:enumeration value="StatusSpm"', 1)).toEqual([
    '<xs:enumeration value="StatusSpm" />',
  ]);
  expect(linesAbout("Relation", '<xs:enumeration value="Filtering"', 1)).toEqual([
    '<xs:enumeration value="Filtering" />',
  ]);
});

test("schemas import the namespaces they use", () => {
  const imports = (services: "Services87" | "Services88") =>
    writeWsdl({ services, agent: "SoPrincipal", address }).match(/(?<=<xs:import namespace=")[^"]+/g);
  const { serialization, arrays, cryptography } = fixedNamespaces;
  // The last is the cryptography schema's. The rights that Services88 added are the first to need the serialization one.
  expect(imports("Services88")).toEqual([serialization, cryptography, arrays, serialization]);
  expect(imports("Services87")).toEqual([cryptography, arrays, serialization, serialization]);
});

test("operations are described in our words", () => {
  const { description } = at("Services75").agents.Relation.operations.DeleteContactRelation!;
  expect(linesAbout("Relation", '<wsdl:operation name="DeleteContactRelation">', 2, "Services75")[1]).toBe(
    `<wsdl:documentation>${description}</wsdl:documentation>`,
  );
});

test("the address is written as XML needs it", () => {
  const location = "https://crm.example.com/a.svc?x=1&y=<2>";
  expect(writeWsdl({ services: "Services88", agent: "Relation", address: location })).toContain(
    '<soap:address location="https://crm.example.com/a.svc?x=1&amp;y=%3C2%3E" />',
  );
});

test("an address that is no absolute URL is refused", () => {
  expect(() => writeWsdl({ services: "Services88", agent: "Relation", address: "/Relation.svc" })).toThrow(TypeError);
});

test("the XML builder is loaded only for WSDLs", () => {
  const sources = fileURLToPath(new URL("../../src/", import.meta.url));
  const outside = readdirSync(sources, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.startsWith("wsdl"))
    .filter((file) => /from "[^"]*(?:\/wsdl\/|xmlbuilder2)/.test(readFileSync(`${sources}${file}`, "utf8")));
  expect(outside).toEqual([]);
});

/** The first line with a text and those after it, without their indentation. */
function linesAbout(
  agent: AgentName,
  text: string,
  count: number,
  services: "Services75" | "Services88" = "Services88",
) {
  const lines = writeWsdl({ services, agent, address }).split("\n");
  const first = lines.findIndex((line) => line.includes(text));
  return lines.slice(first, first + count).map((line) => line.trim());
}

function occurrences(text: string, part: string): number {
  return text.split(part).length - 1;
}

/** Returns the names that a WSDL's attributes refer to. */
const referring: Readonly<Record<string, string>> = {
  type: "type",
  base: "type",
  element: "element",
  message: "message",
  binding: "binding",
};

/** Returns the global names that a WSDL declares, and those that it mentions, both as `kind {namespace}name`; XSD's types left out. */
function namesIn(wsdl: string) {
  const declared: string[] = [];
  const mentioned: string[] = [];
  const open: { readonly local: string; readonly targetNamespace: string }[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on("opentag", (tag: SaxesTagNS) => {
    const parent = open.at(-1);
    const targetNamespace = tag.attributes.targetNamespace?.value ?? parent?.targetNamespace ?? "";
    open.push({ local: tag.local, targetNamespace });
    const name = tag.attributes.name?.value;
    const isGlobal = parent?.local === "schema" || parent?.local === "definitions";
    if (isGlobal && name !== undefined) declared.push(`${kindOf(tag.local)} {${targetNamespace}}${name}`);
    for (const [attribute, { value }] of Object.entries(tag.attributes)) {
      const kind = tag.local === "binding" && attribute === "type" ? "portType" : referring[attribute];
      if (kind !== undefined) mentioned.push(`${kind} ${expanded(value, parser)}`);
    }
  });
  parser.on("closetag", () => void open.pop());
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(wsdl).close();
  return { declared, mentioned: mentioned.filter((name) => !name.includes(`{${fixedNamespaces.xsd}}`)) };
}

function kindOf(local: string): string {
  return local.endsWith("Type") && local !== "portType" ? "type" : local;
}

function expanded(name: string, parser: SaxesParser<{ xmlns: true }>): string {
  const [prefix = "", local = ""] = name.split(":");
  return `{${parser.resolve(prefix)}}${local}`;
}
