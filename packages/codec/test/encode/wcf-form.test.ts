import { expect, test } from "vitest";
import { decodeMessage, encodeFault, encodeRequest, encodeResponse } from "../../src/index.ts";

const tns = "http://www.superoffice.net/ws/crm/NetServer/Services88";
const instance = "http://www.w3.org/2001/XMLSchema-instance";
const arrays = "http://schemas.microsoft.com/2003/10/Serialization/Arrays";

test("an answer has WCF's four header blocks, nil where there is nothing to say", () => {
  const xml = encodeResponse({
    services: "Services88",
    agent: "ForeignSystem",
    operation: "GetKeyValue",
    output: { Response: null },
  });
  expect(xml).toBe(
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>` +
      `<h:ExceptionInfo i:nil="true" xmlns:h="${tns}" xmlns:i="${instance}"/>` +
      `<h:ExtraInfo i:nil="true" xmlns:h="${tns}" xmlns:i="${instance}"/>` +
      `<h:Succeeded xmlns:h="${tns}">true</h:Succeeded>` +
      `<h:TimeZone i:nil="true" xmlns:h="${tns}" xmlns:i="${instance}"/>` +
      `</s:Header><s:Body><GetKeyValueResponse xmlns="${tns}">` +
      `<Response i:nil="true" xmlns:i="${instance}"/></GetKeyValueResponse></s:Body></s:Envelope>`,
  );
});

test("members come in the order of the schema, Carrier's first, whatever the order in the value", () => {
  const xml = encodeRequest({
    services: "Services88",
    agent: "ErpSync",
    operation: "SaveConnection",
    input: {
      Connection: {
        AssociateAccessIds: [],
        UserGroupAccessIds: [1, -2],
        ConfigFields: { " a ": "<&>\r", b: null },
        DisplayName: "",
        ErpConnectionId: 7,
        TableRight: { Reason: null, Mask: ["Select", "R"] },
      },
    },
  });
  expect(xml.slice(xml.indexOf("<Connection"), xml.indexOf("</SaveConnection"))).toBe(
    `<Connection xmlns:i="${instance}"><TableRight><Mask>Select R</Mask><Reason i:nil="true"/></TableRight>` +
      `<ErpConnectionId>7</ErpConnectionId><DisplayName></DisplayName>` +
      `<ConfigFields><StringKeyValuePair><Key> a </Key><Value>&lt;&amp;&gt;&#xD;</Value></StringKeyValuePair>` +
      `<StringKeyValuePair><Key>b</Key><Value i:nil="true"/></StringKeyValuePair></ConfigFields>` +
      `<UserGroupAccessIds xmlns:a="${arrays}"><a:int>1</a:int><a:int>-2</a:int></UserGroupAccessIds>` +
      `<AssociateAccessIds xmlns:a="${arrays}"></AssociateAccessIds></Connection>`,
  );
});

test("a complete answer has every member, as WCF's answers do", () => {
  const xml = encodeResponse({
    services: "Services85",
    agent: "ForeignSystem",
    operation: "GetKey",
    output: { Response: { Key: "erp-id", RecordId: 3 } },
    complete: true,
  });
  expect(xml).toContain(
    `<Response xmlns:i="${instance}"><TableRight i:nil="true"/><FieldProperties i:nil="true"/><Key>erp-id</Key>` +
      `<Value i:nil="true"/><RecordId>3</RecordId><CreatedDate>0001-01-01T00:00:00</CreatedDate>` +
      `<UpdatedDate>0001-01-01T00:00:00</UpdatedDate><UpdatedBy i:nil="true"/><CreatedBy i:nil="true"/>` +
      `<TableName i:nil="true"/></Response>`,
  );
});

test("a version that lacks a member does not write it, where that is no mistake", () => {
  const relation = (services: "Services85" | "Services86") =>
    encodeRequest({
      services,
      agent: "Relation",
      operation: "SaveContactRelation",
      input: { ContactRelationEntity: { CreatedBy: { AssociateId: 1, UserName: "adm0" } } },
      unknownMembers: "drop",
    });
  expect(relation("Services85")).not.toContain("UserName");
  expect(relation("Services86")).toContain("<UserName>adm0</UserName>");
});

test("a request's header blocks stand in Header", () => {
  const xml = encodeRequest({
    services: "Services88",
    agent: "ForeignSystem",
    operation: "CreateDefaultForeignAppEntity",
    input: {},
    headers: { ApplicationToken: null, Credentials: { Ticket: "7T:x" }, TimeZone: { SoTimeZoneId: 1 } },
  });
  expect(xml).toBe(
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>` +
      `<h:ApplicationToken i:nil="true" xmlns:h="${tns}" xmlns:i="${instance}"/>` +
      `<h:Credentials xmlns:h="${tns}" xmlns="${tns}" xmlns:i="${instance}"><Ticket>7T:x</Ticket></h:Credentials>` +
      `<h:TimeZone xmlns:h="${tns}" xmlns="${tns}" xmlns:i="${instance}"><SoTimeZoneId>1</SoTimeZoneId></h:TimeZone>` +
      `</s:Header><s:Body><CreateDefaultForeignAppEntity xmlns="${tns}"></CreateDefaultForeignAppEntity>` +
      `</s:Body></s:Envelope>`,
  );
});

test("a header block declares its namespaces once", () => {
  const xml = encodeResponse({
    services: "Services88",
    agent: "ForeignSystem",
    operation: "GetKeyValue",
    output: { Response: "" },
    headers: { ExceptionInfo: { Message: "No", Source: null, InnerException: { Message: null } } },
  });
  expect(xml).toContain(
    `<h:ExceptionInfo xmlns:h="${tns}" xmlns="${tns}" xmlns:i="${instance}">` +
      `<Message>No</Message><Source i:nil="true"/><InnerException><Message i:nil="true"/></InnerException>` +
      `</h:ExceptionInfo>`,
  );
});

test("SOAP 1.2 differs in the envelope's namespace only", () => {
  const request = { services: "Services88", agent: "SoPrincipal", operation: "GetSystemInfo", input: {} } as const;
  expect(encodeRequest(request, "soap12")).toBe(
    encodeRequest(request, "wcf").replace(
      "http://schemas.xmlsoap.org/soap/envelope/",
      "http://www.w3.org/2003/05/soap-envelope",
    ),
  );
});

test("a fault has the codes of its version of SOAP", () => {
  const fault = {
    code: "client",
    message: "No <such> action\u0000",
    subcode: { namespace: "urn:x", name: "ActionNotSupported" },
  } as const;
  expect(encodeFault(fault)).toContain(
    `<s:Fault><faultcode xmlns:a="urn:x">a:ActionNotSupported</faultcode>` +
      `<faultstring xml:lang="en-US">No &lt;such&gt; action\ufffd</faultstring></s:Fault>`,
  );
  expect(encodeFault(fault, "soap12")).toContain(
    `<s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value xmlns:a="urn:x">a:ActionNotSupported</s:Value></s:Subcode></s:Code>` +
      `<s:Reason><s:Text xml:lang="en-US">No &lt;such&gt; action\ufffd</s:Text></s:Reason>`,
  );
});

test("a fault can be written whatever it says", () => {
  const fault = {
    code: "client",
    message: "\ud800",
    subcode: { namespace: "urn:\u0001", name: "No\uffff" },
    detail: { type: "T\u0000", message: "\u{1f980}\udc00" },
  } as const;
  for (const dialect of ["wcf", "soap12"] as const) {
    expect(decodeMessage(encodeFault(fault, dialect))).toMatchObject({
      fault: {
        message: "\ufffd",
        subcode: { namespace: "urn:\ufffd", name: "No\ufffd" },
        detail: { type: "T\ufffd", message: "\u{1f980}\ufffd" },
      },
    });
  }
});

test("a dictionary is written the same however often its keys have come before", () => {
  const keys = Array.from({ length: 200 }, (_, index) => `${index} & ${"x".repeat(index)}`);
  const ConfigFields = Object.fromEntries(keys.map((key, index) => [key, index % 3 === 0 ? null : key]));
  const request = { services: "Services88", agent: "ErpSync", operation: "SaveConnection" } as const;
  const encode = () => encodeRequest({ ...request, input: { Connection: { ConfigFields } } });
  const first = encode();
  expect(encode()).toBe(first);
  expect(decodeMessage(first)).toMatchObject({ value: { Connection: { ConfigFields } } });
});
