import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeWsdl } from "@superoffice-soap/codec/wsdl";
import { type AgentName, agents, servicesVersions } from "@superoffice-soap/schema";
import { afterAll, describe, expect, test } from "vitest";
import { checkWsdl } from "../contract-check/check-wsdl.ts";
import { differences } from "../contract-check/compare.ts";
import { readWsdl } from "../contract-check/read-wsdl.ts";

/** A service with one operation and one type of each kind, as WCF publishes it. Relation has neither. */
const wsdl = `<wsdl:definitions name="WcfRelationService" targetNamespace="http://www.superoffice.net/ws/crm/NetServer/Services75"
    xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:wsaw="http://www.w3.org/2006/05/addressing/wsdl" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tns="http://www.superoffice.net/ws/crm/NetServer/Services75">
  <wsdl:types>
    <xs:schema elementFormDefault="qualified" targetNamespace="http://www.superoffice.net/ws/crm/NetServer/Services75">
      <xs:element name="Find"><xs:complexType><xs:sequence>
        <xs:element minOccurs="0" name="Name" nillable="true" type="xs:string"/>
        <xs:element minOccurs="0" name="Ids" nillable="true" type="q1:ArrayOfint" xmlns:q1="http://schemas.microsoft.com/2003/10/Serialization/Arrays"/>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="Ticket" nillable="true" type="xs:string"/>
      <xs:complexType name="Thing"><xs:complexContent mixed="false"><xs:extension base="tns:Carrier"><xs:sequence>
        <xs:element minOccurs="0" name="Id" type="xs:int"/>
        <xs:element minOccurs="0" name="Colour" type="tns:Colour"/>
      </xs:sequence></xs:extension></xs:complexContent></xs:complexType>
      <xs:complexType name="ArrayOfThing"><xs:sequence>
        <xs:element minOccurs="0" maxOccurs="unbounded" name="Thing" nillable="true" type="tns:Thing"/>
      </xs:sequence></xs:complexType>
      <xs:complexType name="Texts">
        <xs:annotation><xs:appinfo><IsDictionary xmlns="http://schemas.microsoft.com/2003/10/Serialization/">true</IsDictionary></xs:appinfo></xs:annotation>
        <xs:sequence><xs:element minOccurs="0" maxOccurs="unbounded" name="Pair"><xs:complexType><xs:sequence>
          <xs:element name="Key" nillable="true" type="xs:string"/>
          <xs:element name="Value" nillable="true" type="xs:string"/>
        </xs:sequence></xs:complexType></xs:element></xs:sequence>
      </xs:complexType>
      <xs:simpleType name="Colour"><xs:restriction base="xs:string">
        <xs:enumeration value="Red"/>
        <xs:enumeration value="Green"/>
        <xs:enumeration value="Other"><xs:annotation><xs:appinfo><EnumerationValue xmlns="http://schemas.microsoft.com/2003/10/Serialization/">99</EnumerationValue></xs:appinfo></xs:annotation></xs:enumeration>
      </xs:restriction></xs:simpleType>
      <xs:simpleType name="Rights"><xs:list><xs:simpleType><xs:restriction base="xs:string">
        <xs:enumeration value="Read"/>
        <xs:enumeration value="Write"/>
        <xs:enumeration value="Delete"/>
      </xs:restriction></xs:simpleType></xs:list></xs:simpleType>
    </xs:schema>
  </wsdl:types>
  <wsdl:message name="FindRequest"><wsdl:part name="parameters" element="tns:Find"/></wsdl:message>
  <wsdl:message name="FindRequest_Headers"><wsdl:part name="Ticket" element="tns:Ticket"/></wsdl:message>
  <wsdl:portType name="Relation"><wsdl:operation name="Find">
    <wsdl:input wsaw:Action="urn:Find" name="FindRequest" message="tns:FindRequest"/>
  </wsdl:operation></wsdl:portType>
  <wsdl:binding name="BasicHttpBinding_Relation" type="tns:Relation">
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <wsdl:operation name="Find">
      <soap:operation soapAction="urn:Find" style="document"/>
      <wsdl:input name="FindRequest">
        <soap:header message="tns:FindRequest_Headers" part="Ticket" use="literal"/>
        <soap:body use="literal"/>
      </wsdl:input>
    </wsdl:operation>
  </wsdl:binding>
  <wsdl:service name="WcfRelationService"><wsdl:port name="BasicHttpBinding_Relation" binding="tns:BasicHttpBinding_Relation"/></wsdl:service>
</wsdl:definitions>`;

/** A .NET annotation on a type: an element and its text. */
function noted(element: string, text: string): string {
  const [name] = element.split(" ");
  const note = `<${element} xmlns="http://schemas.microsoft.com/2003/10/Serialization/">${text}</${name}>`;
  return `<xs:annotation><xs:appinfo>${note}</xs:appinfo></xs:annotation>`;
}

/** Returns the differences that are found when `place` of the WSDL, which must occur in it, is replaced. */
function found(place: string, otherwise: string): string[] {
  expect(wsdl).toContain(place);
  return differences(readWsdl(wsdl), readWsdl(wsdl.replace(place, otherwise))).map(
    (difference) => `${difference.path}: ${difference.contract} | ${difference.wsdl}`,
  );
}

describe("a difference is told with both sides:", () => {
  const idMember = '<xs:element minOccurs="0" name="Id" type="xs:int"/>';
  const colourMember = '<xs:element minOccurs="0" name="Colour" type="tns:Colour"/>';
  test.each<[what: string, place: string, otherwise: string, told: string]>([
    [
      "a member's type",
      'name="Id" type="xs:int"',
      'name="Id" type="xs:short"',
      "types/contract:Thing/members/Id/type: xs:int | xs:short",
    ],
    [
      "a member's nil",
      'name="Id"',
      'name="Id" nillable="true"',
      "types/contract:Thing/members/Id/nillable: false | true",
    ],
    [
      "a member that must be there",
      'minOccurs="0" name="Id"',
      'name="Id"',
      "types/contract:Thing/members/Id/minOccurs: 0 | 1",
    ],
    [
      "how often an item may be there",
      ' maxOccurs="unbounded" name="Thing"',
      ' name="Thing"',
      "types/contract:ArrayOfThing/members/Thing/maxOccurs: unbounded | 1",
    ],
    [
      "the order of members",
      `${idMember}\n        ${colourMember}`,
      `${colourMember}\n        ${idMember}`,
      "types/contract:Thing/members/(order): Id Colour | Colour Id",
    ],
    [
      "the base type",
      'base="tns:Carrier"',
      'base="tns:Other"',
      "types/contract:Thing/base: contract:Carrier | contract:Other",
    ],
    [
      "a type's namespace",
      "Serialization/Arrays",
      "Serialization/",
      "elements/contract:Find/type/Ids/type: arrays:ArrayOfint | serialization:ArrayOfint",
    ],
    [
      "a type's unknown namespace",
      "http://schemas.microsoft.com/2003/10/Serialization/Arrays",
      "urn:x",
      "elements/contract:Find/type/Ids/type: arrays:ArrayOfint | {urn:x}:ArrayOfint",
    ],
    ["a dictionary", ">true</IsDictionary>", ">false</IsDictionary>", "types/contract:Texts/dictionary: true | false"],
    [
      "half of a pair",
      '<xs:element name="Key" nillable="true"',
      '<xs:element name="Key"',
      "types/contract:Texts/members/Pair/type/Key/nillable: true | false",
    ],
    [
      "the type of the numbers behind names",
      '<xs:simpleType name="Colour">',
      `<xs:simpleType name="Colour">${noted('ActualType Name="short"', "")}`,
      "types/contract:Colour/actualType: int | short",
    ],
    [
      "a struct of .NET",
      '<xs:complexType name="ArrayOfThing">',
      `<xs:complexType name="ArrayOfThing">${noted("IsValueType", "true")}`,
      "types/contract:ArrayOfThing/valueType: false | true",
    ],
    ["the number behind a name", ">99<", ">98<", "types/contract:Colour/literals/Other/value: 99 | 98"],
    [
      "the bit behind a flag",
      '<xs:enumeration value="Write"/>\n',
      "",
      'types/contract:Rights/literals/Write: {"name":"Write","value":2} | nothing',
    ],
    [
      "the order of names",
      '<xs:enumeration value="Red"/>\n        <xs:enumeration value="Green"/>',
      '<xs:enumeration value="Green"/><xs:enumeration value="Red"/>',
      "types/contract:Colour/literals/(order): Red Green Other | Green Red Other",
    ],
    [
      "a header's element",
      'part name="parameters" element="tns:Find"',
      'part name="parameters" element="tns:Fund"',
      "messages/FindRequest/parameters/element: contract:Find | contract:Fund",
    ],
    [
      "a header of a message",
      '<wsdl:part name="Ticket" element="tns:Ticket"/>',
      "",
      'messages/FindRequest_Headers/Ticket: {"name":"Ticket","element":"contract:Ticket"} | nothing',
    ],
    [
      "a SOAPAction",
      'soapAction="urn:Find"',
      'soapAction="urn:Fund"',
      "operations/Find/binding/soapAction: urn:Find | urn:Fund",
    ],
    [
      "a header part in the binding",
      'part="Ticket" use="literal"',
      'part="Ticket" use="encoded"',
      "operations/Find/binding/input/headers/Ticket/use: literal | encoded",
    ],
    [
      "the port's name",
      'port name="BasicHttpBinding_Relation"',
      'port name="Relation"',
      "names/port: BasicHttpBinding_Relation | Relation",
    ],
    ["unqualified elements", 'elementFormDefault="qualified" ', "", "schemas/contract: qualified | nothing"],
  ])("%s", (_what, place, otherwise, told) => {
    expect(found(place, otherwise)).toContain(told);
  });

  test("a choice, which the contract never has", () => {
    expect(found(idMember, `<xs:choice>${idMember}</xs:choice>`)).toEqual([
      expect.stringMatching(/^types\/contract:Thing\/members\/Id: \{.*\} \| nothing$/),
      expect.stringMatching(/^types\/contract:Thing\/members\/xs:choice: nothing \| \{.*\}$/),
    ]);
  });
});

test.each(servicesVersions)("the WSDLs that the codec writes for %s have no difference", (services) => {
  for (const agent of Object.keys(agents) as AgentName[]) {
    expect(checkWsdl(writeWsdl({ services, agent, address: "https://example.com/" })), agent).toEqual([]);
  }
});

test("prefixes, quotes and the order of declarations are not differences", () => {
  const other = wsdl
    .replaceAll("tns:", "x:")
    .replaceAll("xmlns:tns", "xmlns:x")
    .replaceAll('use="literal"', "use='literal'");
  expect(differences(readWsdl(wsdl), readWsdl(other))).toEqual([]);
});

test("types and operations that one side lacks are found on either side", () => {
  const paths = checkWsdl(wsdl).map(({ path, contract, wsdl: other }) => [
    path,
    contract === "nothing",
    other === "nothing",
  ]);
  expect(paths).toContainEqual(["types/contract:Associate", false, true]);
  expect(paths).toContainEqual(["types/contract:Thing", true, false]);
  expect(paths).toContainEqual(["operations/SaveContactRelation", false, true]);
  expect(paths).toContainEqual(["operations/Find", true, false]);
  expect(paths.flat()).not.toContain("names/port");
});

test.each([
  ["<wsdl", /not well-formed XML/],
  ["<a/>", /not a WSDL 1.1 document/],
  [wsdl.replaceAll("Services75", "Services99"), /no version of the contract has the namespace .*Services99/],
  [wsdl.replace('portType name="Relation"', 'portType name="Contact"'), /the contract has no agent Contact/],
])("what cannot be compared is refused with the reason", (text, reason) => {
  expect(() => checkWsdl(text)).toThrow(reason);
});

describe("the command", () => {
  const directory = mkdtempSync(join(tmpdir(), "contract-check-"));
  afterAll(() => rmSync(directory, { recursive: true }));
  const run = (...files: string[]) => {
    const main = fileURLToPath(new URL("../contract-check/main.ts", import.meta.url));
    const args = ["--conditions=source", "--import=tsx", main, ...files];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    return { status, stdout, stderr };
  };

  test("prints a line for each difference and fails", () => {
    const file = join(directory, "relation.wsdl");
    writeFileSync(file, wsdl);
    const { status, stdout } = run(file);
    expect(status).toBe(1);
    expect(stdout).toContain(`${file}: operations/Find: contract says nothing, WSDL says {`);
    expect(stdout).toMatch(/1 file compared with the contract: \d+ differences\n$/);
  });

  test("says why a file cannot be read and goes on", () => {
    const { status, stdout } = run(join(directory, "missing.wsdl"));
    expect(status).toBe(1);
    expect(stdout).toContain("missing.wsdl: cannot be compared: ENOENT");
  });

  test("says how it is used when given nothing", () => {
    expect(run()).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("usage") });
  });
});
