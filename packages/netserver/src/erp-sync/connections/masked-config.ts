import type { ErpConnection, FieldValues } from "@superoffice-soap/schema";
import { invalidField } from "../../call/so-exception.ts";
import { configurationFieldsOf, passwordKeysIn } from "../../erp-connector/configuration-fields.ts";
import { orUndefined } from "../../erp-connector/connector-error.ts";
import { passwordMask } from "../../erp-connector/field-value.ts";
import type { Resources } from "../../resources.ts";
import { connectorById } from "../connectors/connect.ts";
import { configFieldsOf } from "../rows/connection-rows.ts";

/**
 * The values of a connection as an answer shows them: with a mask in place of each password, where the server masks.
 * What is a password is for the connector to say; where it cannot, every value is masked. Never within `store.write`.
 */
export async function maskedConfig(
  fields: FieldValues,
  connectorId: number,
  resources: Resources,
): Promise<Record<string, string | null>> {
  const entries = Object.entries(fields);
  if (resources.settings.synchronization.passwords === "as-stored" || entries.every(([, value]) => !value)) {
    return Object.fromEntries(entries);
  }
  const passwords = await passwordKeys(connectorId, resources);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, value && (passwords?.has(key) ?? true) ? passwordMask : value]),
  );
}

/** A connection as an answer shows it, as `maskedConfig`. */
export async function withMaskedConfig(connection: ErpConnection, resources: Resources): Promise<ErpConnection> {
  const { ConfigFields, ErpConnectorId = 0 } = connection;
  return { ...connection, ConfigFields: await maskedConfig(ConfigFields ?? {}, ErpConnectorId, resources) };
}

/** `undefined` when the connector does not say. */
async function passwordKeys(connectorId: number, resources: Resources): Promise<ReadonlySet<string> | undefined> {
  const fields = await orUndefined(
    connectorById(resources, connectorId).then((connector) => configurationFieldsOf(connector, resources)),
  );
  return fields && passwordKeysIn(fields);
}

/**
 * Values as a caller gives them, with what is stored for the connection in place of each mask. Throws
 * SoValidationException for a mask that stands for nothing, which would be saved as the password otherwise.
 */
export async function unmaskedConfig(
  fields: FieldValues,
  connectionId: number,
  { store, settings }: Resources,
): Promise<FieldValues> {
  const masked = Object.values(fields).includes(passwordMask);
  if (settings.synchronization.passwords === "as-stored" || !masked) return fields;
  const stored = await configFieldsOf(store.db, connectionId);
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => {
      if (value !== passwordMask) return [key, value];
      const own = stored[key];
      if (own) return [key, own];
      throw invalidField(`ConfigFields.${key}`, `ConfigFields.${key} is masked, and no value is stored for it.`);
    }),
  );
}
