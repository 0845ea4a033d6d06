import { expect, test } from "vitest";
import { replacePasswords } from "../../src/index.ts";

const scrub = (text: string) => replacePasswords(text, () => "*");

test.each([
  [
    "a URL",
    "see https://ann:hunter2@erp.example.com:8080/x?y=a:b@c",
    "see https://ann:*@erp.example.com:8080/x?y=a:b@c",
  ],
  ["a URL without a user", "redis://:hunter2@erp", "redis://:*@erp"],
  ["a password with an at sign", "https://ann:hun@ter2@erp/", "https://ann:*@erp/"],
  ["a query", "/x?a=1&api_key=hunter2&b=2 and on", "/x?a=1&api_key=*&b=2 and on"],
  ["a connection string", "Server=erp;User Id=sa;Pwd=hunter2;Database=x", "Server=erp;User Id=sa;Pwd=*;Database=x"],
  ["one at its end", "Server=erp;User Id=sa;PASSWORD = hunter & 2", "Server=erp;User Id=sa;PASSWORD = *"],
  [
    "one in quotes",
    `Password="a;""b";Server=x;Pwd='a;''b';Secret={a;}}b};Server=y`,
    `Password="*";Server=x;Pwd='*';Secret={*};Server=y`,
  ],
  ["one whose quotes do not end", `Pwd="hunter2;Server=x`, "Pwd=*;Server=x"],
  ["one with a quote too many", `Pwd="a"b";Server=x`, `Pwd="*";Server=x`],
  ["an attribute", `<c password="hunter2" user="sa"/>`, `<c password="*" user="sa"/>`],
  ["one of libpq, whose rest may be the password's", "host=erp password=hunter2 dbname=x", "host=erp password=*"],
  [
    "one of a storage account",
    "AccountName=x;AccountKey=abc==;EndpointSuffix=y",
    "AccountName=x;AccountKey=*;EndpointSuffix=y",
  ],
  ["lines", "user=sa\npassword=hunter2\nhost=x", "user=sa\npassword=*\nhost=x"],
  ["JSON", `{"user": "sa", "dbPassword" : "hun\\"ter2", "x": 1}`, `{"user": "sa", "dbPassword" : "*", "x": 1}`],
  ["XML", `<c:Password x="1">hunter2</c:Password><User>sa</User>`, `<c:Password x="1">*</c:Password><User>sa</User>`],
])("replaces the password in %s", (_, text, clean) => {
  expect(scrub(text)).toBe(clean);
  expect(scrub(clean)).toBe(clean);
});

test.each([
  "https://erp.example.com:8080/a@b",
  "mailto:ann@example.com",
  "Password=;Server=x",
  'Password="";Server=x',
  "Wrong password: try again, or ask for a token.",
  "<Password/>a</x>",
  '{"password": ""}',
  "name=value;other=one",
])("leaves a text without one: %s", (text) => {
  expect(scrub(text)).toBe(text);
});

test("tells each password without its quotes", () => {
  const found: string[] = [];
  replacePasswords(`Pwd="a""b";Token=c ;x=y https://u:d@h`, (password) => {
    found.push(password);
    return "";
  });
  expect(found.sort()).toEqual(['a"b', "c", "d"]);
});

test.each(['pwd="', "pwd=", "a://", "a.", "?token=", '"pwd":"', "<pwd>", "<pwd ", "pwd=''"])(
  "a long text of %s takes no longer than its length",
  (piece) => {
    expect(scrub(piece.repeat(50_000)).length).toBeGreaterThan(0);
  },
);
