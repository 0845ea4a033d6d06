import type { ResultOf, VariablesOf } from "gql.tada";
import type { GraphQLClient } from "graphql-request";
import { graphql } from "./graphql.ts";

const keyNames = graphql(`
  query KeyNames($company: Int!) {
    crmRecord(table: "contact", recordId: $company) {
      keyValues {
        key
      }
    }
  }
`);

const keysOfApp = graphql(`
  query KeysOfApp($company: Int!, $app: String!) {
    crmRecord(table: "contact", recordId: $company) {
      keys(app: $app) {
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
export type CompanyKey = ResultOf<typeof keysOfApp>["crmRecord"]["keys"][number];

/** An application that knows a company, by one key or more. */
export interface KnowingApp {
  readonly name: string;
  readonly keys: readonly CompanyKey[];
}

/** The applications that know a company, by name, with their keys of it; none for a company that there is not. */
export async function knowingApps(client: GraphQLClient, company: number): Promise<KnowingApp[]> {
  const { crmRecord } = await client.request(keyNames, { company });
  const names = new Set(crmRecord.keyValues.flatMap(({ key }) => possibleApps(key)));
  const apps = Array.from(names, async (name) => {
    const answer = await client.request(keysOfApp, { company, app: name });
    return { name, keys: answer.crmRecord.keys };
  });
  const found = await Promise.all(apps);
  return found.filter(({ keys }) => keys.length > 0).sort((a, b) => a.name.localeCompare(b.name));
}

// A key goes by `app.device.key`, and each of the three may have dots of its own: an app that is none has no keys.
function possibleApps(path: string): string[] {
  const parts = path.split(".");
  return parts.slice(2).map((_, more) => parts.slice(0, more + 1).join("."));
}

/** Where a company's key is, and what it is to be. */
export interface KeyChange extends Omit<VariablesOf<typeof saveKey>, "key"> {
  readonly company: number;
  readonly key: string;
  readonly value: string;
}

/** Stores the value of a company's key; the key, its device and its application are made when they are missing. */
export async function changeKey(client: GraphQLClient, { company, key, value, ...device }: KeyChange): Promise<void> {
  await client.request(saveKey, { ...device, key: { key, value, tableName: "contact", recordId: company } });
}
