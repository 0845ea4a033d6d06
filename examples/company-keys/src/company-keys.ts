import type { ResultOf, VariablesOf } from "gql.tada";
import type { GraphQLClient } from "graphql-request";
import { graphql } from "./graphql.ts";

const keysOfCompany = graphql(`
  query KeysOfCompany($company: Int!) {
    crmRecord(table: "contact", recordId: $company) {
      keys {
        app {
          name
        }
        device {
          name
          deviceIdentifier
        }
        key {
          key
          value
          updatedBy
          updatedDate
        }
      }
    }
  }
`);

const saveKey = graphql(`
  mutation SaveKey($app: String!, $device: String!, $identifier: String!, $key: ForeignKeyInput!) {
    saveForeignKey(applicationName: $app, deviceName: $device, deviceIdentifier: $identifier, foreignKey: $key) {
      value
    }
  }
`);

/** One of an application's keys of a company, and the device that it is on. */
export type CompanyKey = NonNullable<ResultOf<typeof keysOfCompany>["crmRecord"]>["keys"][number];

/** An application that knows a company, by one key or more. */
export interface KnowingApp {
  readonly name: string;
  readonly keys: readonly CompanyKey[];
}

/** Returns the applications that know a company, by name, with their keys of it; none when there is no such company. */
export async function knowingApps(client: GraphQLClient, company: number): Promise<KnowingApp[]> {
  const { crmRecord } = await client.request(keysOfCompany, { company });
  const byApp = new Map<string, CompanyKey[]>();
  for (const found of crmRecord?.keys ?? []) {
    const name = found.app.name ?? "";
    byApp.set(name, [...(byApp.get(name) ?? []), found]);
  }
  const apps = Array.from(byApp, ([name, keys]) => ({ name, keys }));
  return apps.sort((a, b) => a.name.localeCompare(b.name));
}

/** A company's key, with the value that it is to get. */
export interface KeyChange extends Omit<VariablesOf<typeof saveKey>, "key"> {
  readonly company: number;
  readonly key: string;
  readonly value: string;
}

/** Stores the value of a company's key; the key, its device and its application are made when they are missing. */
export async function changeKey(client: GraphQLClient, { company, key, value, ...device }: KeyChange): Promise<void> {
  await client.request(saveKey, { ...device, key: { key, value, tableName: "contact", recordId: company } });
}
