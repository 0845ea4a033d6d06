import type { ForeignKey } from "@superoffice-soap/schema";
import { expectTypeOf, test } from "vitest";
import type { Client } from "../src/index.ts";

// Checked by the compiler; nothing here runs.
const client = {} as Client;
const never = () => false;

test("an operation's argument and result are the contract's", () => {
  const { SaveForeignKey, GetKeyValue, DeleteForeignAppEntity } = client.ForeignSystem ?? {};
  if (!never()) return;
  expectTypeOf(SaveForeignKey({ ForeignKey: { Key: "k", Value: null } })).resolves.toEqualTypeOf<ForeignKey | null>();
  expectTypeOf(GetKeyValue({ KeyName: "k" })).resolves.toEqualTypeOf<string | null>();
  expectTypeOf(DeleteForeignAppEntity({ ForeignAppEntityId: 1 })).resolves.toEqualTypeOf<void>();
  // @ts-expect-error: no such parameter
  void SaveForeignKey({ Key: "k" });
  // @ts-expect-error: not of its type
  void GetKeyValue({ RecordId: "7" });
  // @ts-expect-error: an operation with parameters wants an input
  void GetKeyValue();
  // @ts-expect-error: no such operation
  void client.ForeignSystem.GetForeignKey;
});

test("lists, and they alone, have items", () => {
  if (!never()) return;
  expectTypeOf(client.ForeignSystem.GetApplicationKeys({})).resolves.toEqualTypeOf<(ForeignKey | null)[] | null>();
  expectTypeOf(client.ForeignSystem.GetApplicationKeys.items({})).toEqualTypeOf<AsyncIterable<ForeignKey | null>>();
  // @ts-expect-error: its result is no list
  void client.ForeignSystem.GetKey.items;
});

test("an operation without parameters wants none", () => {
  if (!never()) return;
  void client.SoPrincipal.GetSystemInfo();
  void client.SoPrincipal.GetSystemInfo({}, { timeoutMs: 1 });
  // @ts-expect-error: it has none
  void client.SoPrincipal.GetSystemInfo({ Verbose: true });
});
