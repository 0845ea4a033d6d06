import type { ErpConnector, FieldMetadata, FieldValues } from "@superoffice-soap/schema";
import { callConnector } from "./call-connector.ts";
import { orUndefined } from "./connector-error.ts";
import type { ErpRuntime } from "./erp-runtime.ts";
import { type Redact, redactor, withoutEmbeddedPasswords } from "./redactor.ts";
import { readFields, readOk, readValue } from "./validate-answer.ts";

/** The part of the operations' resources that calls of connectors work with. */
interface ErpResources {
  readonly erp: ErpRuntime;
}

/** The fields that a connector needs for a connection. Rejects with `ConnectorError` when it does not say. */
export async function configurationFieldsOf(connector: ErpConnector, { erp }: ErpResources): Promise<FieldMetadata[]> {
  const fields = await callConnector(erp, {
    connector,
    operation: "getConfigData",
    work: (signal) => connector.getConfigData(signal),
    read: (answer) => {
      readOk(answer);
      return readValue(answer, readFields);
    },
    redactor: async () => withoutEmbeddedPasswords,
  });
  erp.passwordKeys.set(connector, passwordKeysIn(fields));
  return fields;
}

/** Keys of the fields that hold passwords. */
export function passwordKeysIn(fields: readonly FieldMetadata[]): ReadonlySet<string> {
  return new Set(fields.flatMap(({ FieldKey, FieldType }) => (FieldType === "Password" ? (FieldKey ?? "") : [])));
}

/** Makes what removes the passwords in configurations of a connector from its words. */
export async function redactorFor(
  connector: ErpConnector,
  configurations: readonly FieldValues[],
  resources: ErpResources,
): Promise<Redact> {
  const values = configurations.flatMap((one) => Object.entries(one));
  return redactor(values, await knownPasswordKeys(connector, resources));
}

/** The connector's last answer about its passwords; asked once, so that a silent connector delays no other failure. */
async function knownPasswordKeys(
  connector: ErpConnector,
  resources: ErpResources,
): Promise<ReadonlySet<string> | undefined> {
  const { passwordKeys } = resources.erp;
  if (!passwordKeys.has(connector)) {
    passwordKeys.set(connector, undefined);
    await orUndefined(configurationFieldsOf(connector, resources));
  }
  return passwordKeys.get(connector);
}
