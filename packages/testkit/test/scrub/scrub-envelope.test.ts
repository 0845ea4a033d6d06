import { agents, type Schema } from "@superoffice-soap/schema";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { goldenEnvelope, scrubEnvelope } from "../../src/index.ts";
import { scrubExchange } from "../../src/scrub/scrub-envelope.ts";
import { isSecretName } from "../../src/scrub/secrets.ts";

const cases: Record<string, [xml: string, clean: string]> = {
  "a ticket": ["<n:Ticket>7T:c2VjcmV0==</n:Ticket>", "<n:Ticket>7T:1234abcxyzExample==</n:Ticket>"],
  "a ticket in CDATA": ["<n:Ticket><![CDATA[7T:c2</]]></n:Ticket>", "<n:Ticket>7T:1234abcxyzExample==</n:Ticket>"],
  "a ticket as a user's name": [
    "<n:UserName>7T:c2VjcmV0==</n:UserName>",
    "<n:UserName>7T:1234abcxyzExample==</n:UserName>",
  ],
  "a ticket inside a message": [
    "<n:Message>Ticket '7T:c2+V/j=' has &lt;expired&gt; 😀</n:Message>",
    "<n:Message>Ticket '7T:1234abcxyzExample==' has &lt;expired&gt; 😀</n:Message>",
  ],
  "an application token": [
    "<n:ApplicationToken>s3cret</n:ApplicationToken>",
    "<n:ApplicationToken>1234567-1234-9876</n:ApplicationToken>",
  ],
  "a password": ["<n:Password x='>'>hunter2</n:Password >", "<n:Password x='>'>scrubbed</n:Password >"],
  "an access token": ["<n:AccessToken>8A:x</n:AccessToken>", "<n:AccessToken>scrubbed</n:AccessToken>"],
  "a generic sign-in": [
    pair("AuthenticationGenericDataKeyValuePair", "X", "hunter2"),
    pair("AuthenticationGenericDataKeyValuePair", "X", "scrubbed"),
  ],
  "a value whose key is a secret's": [
    pair("StringKeyValuePair", "Erp-Password", "hunter2"),
    pair("StringKeyValuePair", "Erp-Password", "scrubbed"),
  ],
  "a value whose key is an API key's": [
    pair("StringKeyValuePair", "X-Api-Key", "hunter2"),
    pair("StringKeyValuePair", "X-Api-Key", "scrubbed"),
  ],
  "a value whose key is a passphrase's": [
    pair("StringKeyValuePair", "Certificate passphrase", "hunter2"),
    pair("StringKeyValuePair", "Certificate passphrase", "scrubbed"),
  ],
  "a value that comes before its key": [
    "<n:P><n:Value>hunter2</n:Value><n:Key>Erp-Password</n:Key></n:P>",
    "<n:P><n:Value>scrubbed</n:Value><n:Key>Erp-Password</n:Key></n:P>",
  ],
  "the default of a field for a password": [
    "<n:F><n:FieldKey>PIN 2</n:FieldKey><n:FieldType>Password</n:FieldType><n:DefaultValue>hunter2</n:DefaultValue></n:F>",
    "<n:F><n:FieldKey>PIN 2</n:FieldKey><n:FieldType>Password</n:FieldType><n:DefaultValue>scrubbed</n:DefaultValue></n:F>",
  ],
  "an access token inside a message, and no address of a device": [
    "<n:Message>8A:Cust1.ab+/c=.d has expired on 00:8A:4C.example</n:Message>",
    "<n:Message>scrubbed has expired on 00:8A:4C.example</n:Message>",
  ],
  "attributes, and no declaration": [
    `<n:A xmlns:Ticket="urn:t" Ticket:Token='hunter2' b="7T:c2VjcmV0" Password = "hunter2"/>`,
    `<n:A xmlns:Ticket="urn:t" Ticket:Token="scrubbed" b="7T:1234abcxyzExample==" Password = "scrubbed"/>`,
  ],
  "a ticket in a comment": ["<!-- 7T:c2VjcmV0== -->", "<!-- 7T:1234abcxyzExample== -->"],
  "a password in an address": [
    pair("StringKeyValuePair", "Url", "https://ann:hunter2@erp.example.com/x?a=1&amp;b=2"),
    pair("StringKeyValuePair", "Url", "https://ann:scrubbed@erp.example.com/x?a=1&amp;b=2"),
  ],
  "a password in a connection string": [
    pair("StringKeyValuePair", "ConnectionString", "Server=erp;User Id=sa;Pwd=hunter2&amp;;Database=x"),
    pair("StringKeyValuePair", "ConnectionString", "Server=erp;User Id=sa;Pwd=scrubbed;Database=x"),
  ],
  "a password in CDATA that is XML itself": [
    "<n:Value><![CDATA[<c><Password>hunter2</Password></c>]]></n:Value>",
    "<n:Value>&lt;c&gt;&lt;Password&gt;scrubbed&lt;/Password&gt;&lt;/c&gt;</n:Value>",
  ],
  "passwords in attributes": [
    `<n:A b='Server=erp;Pwd="a&amp;b&quot;&quot;";x=y' c='https://a:hunter2@b' d = "1"/>`,
    `<n:A b="Server=erp;Pwd=&quot;scrubbed&quot;;x=y" c="https://a:scrubbed@b" d = "1"/>`,
  ],
  "passwords in comments": [
    "<!-- <Password>hunter2</Password>Pwd=hunter2 --><n:A/>",
    "<!-- <Password>scrubbed</Password>Pwd=scrubbed--><n:A/>",
  ],
  "a value whose key was named to it": [
    pair("StringKeyValuePair", "pin", "hunter2"),
    pair("StringKeyValuePair", "pin", "scrubbed"),
  ],
};

describe("scrubs", () => {
  test.each(Object.entries(cases))("%s", (_name, [xml, clean]) => {
    const around = (inside: string) =>
      `<?xml version="1.0"?>\r\n<n:E xmlns:n='urn:n'>😀\r\n${inside}\r\n<n:Last/></n:E>\n`;
    expect(scrubEnvelope(around(xml), { alsoSecret: ["PIN"] })).toBe(around(clean));
  });
});

test("scrubs a secret of the request where an error quotes it, and nowhere else", () => {
  const request = "<E><Password>contact</Password></E>";
  const response = "<E><faultstring>no user with &quot;contact&quot;</faultstring><TableName>contact</TableName></E>";
  expect(scrubExchange({ request, response }, {})).toEqual({
    request: "<E><Password>scrubbed</Password></E>",
    response: '<E><faultstring>no user with "scrubbed"</faultstring><TableName>contact</TableName></E>',
  });
});

describe("leaves alone, to the byte", () => {
  const untouched = [
    "<Ticket/>",
    "<Ticket></Ticket>",
    "<Ticket>  </Ticket>",
    '<Ticket xmlns:i="urn:i" i:nil="true"/>',
    "<Value>hunter2</Value>",
    pair("StringKeyValuePair", "user", "name"),
    "<E><Ticket><Id>1</Id></Ticket></E>",
    "<Key>2&#55;T:x &#xD;</Key>",
    goldenEnvelope("Services88", "ForeignSystem", "SaveForeignKey", "request"),
    goldenEnvelope("Services88", "SoPrincipal", "AuthenticateUsernamePassword", "response"),
  ];
  test.each(untouched)("%s", (xml) => {
    expect(scrubEnvelope(xml)).toBe(xml);
  });
});

test("scrubs a password of a request's connection string or address where an error quotes it", () => {
  const request = `<E><V>Server=x;Pwd="a;hunter2";y=z</V><V a="https://ann:hunter3@erp/"/><!-- Pwd=hunter4--></E>`;
  const response = "<E><Message>a;hunter2, hunter3, hunter4</Message></E>";
  expect(scrubExchange({ request, response }, {}).response).toBe(
    "<E><Message>scrubbed, scrubbed, scrubbed</Message></E>",
  );
});

test("no password is left wherever it stands among other text", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "😀", "&amp;", "\r\n", "<x/>", "<![CDATA[</]]>", "<!-- < -->") });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const around = (password: string) => `<E>${before}<Password>${password}</Password>${after}</E>`;
      expect(scrubEnvelope(around("hunter2"))).toBe(around("scrubbed"));
    }),
  );
});

test("what is no XML is refused, since its secrets cannot be found", () => {
  expect(() => scrubEnvelope("<Password>hunter2")).toThrow(expect.objectContaining({ name: "XmlSyntaxError" }));
});

test("a secret beside elements is refused, since cutting it out would take them too", () => {
  expect(() => scrubEnvelope("<Message>7T:abc= <b/></Message>")).toThrow(
    new Error("Message has a secret between its elements, which is no SOAP message's"),
  );
});

test("the contract's secret members are known by their names, and no others are taken for one", () => {
  const secrets = new Set(Object.values(agents).flatMap(({ operations }) => secretNames(Object.values(operations))));
  expect([...secrets].sort()).toEqual(["AccessToken", "Password", "Ticket"]);
});

function secretNames(operations: readonly { readonly input: Schema; readonly output: Schema }[]): string[] {
  const names = new Set<string>();
  const visit = ({ xml }: Schema): void => {
    if (xml.kind === "array") visit(xml.item);
    if (xml.kind !== "entity") return;
    for (const [name, member] of Object.entries(xml.members)) {
      names.add(name);
      visit(member);
    }
  };
  for (const { input, output } of operations) [input, output].forEach(visit);
  return [...names].filter((name) => isSecretName(name));
}

function pair(name: string, key: string, value: string): string {
  return `<${name}><Key>${key}</Key><Value>${value}</Value></${name}>`;
}
