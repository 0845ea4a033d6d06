import type { ErpConnector, FieldMetadata, FieldValues } from "@superoffice-soap/schema";
import { callConnector } from "./call-connector.ts";
import { orUndefined } from "./connector-error.ts";
import type { ErpRuntime } from "./erp-runtime.ts";
import { type Redact, redactor, withoutEmbeddedPasswords } from "./redactor.ts";
import { readFields, readOk, readValue } from "./validate-answer.ts";

/** The part of the operations' resources that calls to connectors use. */
interface ErpResources {
  readonly erp: ErpRuntime;
}

/** Fetches the configuration fields that a connector needs. Rejects with `ConnectorError` when the connector fails. */
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

/** Returns the keys of the fields that hold passwords. */
export function passwordKeysIn(fields: readonly FieldMetadata[]): ReadonlySet<string> {
  return new Set(fields.flatMap(({ FieldKey, FieldType }) => (FieldType === "Password" ? (FieldKey ?? "") : [])));
}

/** Creates the function that removes the passwords of these configurations from a connector's words. */
export async function redactorFor(
  connector: ErpConnector,
  configurations: readonly FieldValues[],
  resources: ErpResources,
): Promise<Redact> {
  const values = configurations.flatMap((one) => Object.entries(one));
  return redactor(values, await knownPasswordKeys(connector, resources));
}

/**
 * Returns the connector's last known password keys. Asks it only once, so that a silent connector delays no other
 * failure.
 */
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
