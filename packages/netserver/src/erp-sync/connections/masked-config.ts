import type { ErpConnection, FieldValues } from "@superoffice-soap/schema";
import { invalidField } from "../../call/so-exception.ts";
import { configurationFieldsOf, passwordKeysIn } from "../../erp-connector/configuration-fields.ts";
import { orUndefined } from "../../erp-connector/connector-error.ts";
import { passwordMask } from "../../erp-connector/field-value.ts";
import type { Resources } from "../../resources.ts";
import { connectorById } from "../connectors/connect.ts";
import { configFieldsOf } from "../rows/connection-rows.ts";

/**
 * Replaces each password of a connection's configuration by a mask, if the server masks. The connector says which
 * fields are passwords; if it cannot, every value is masked. Must not be called within `store.write`.
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

/** Returns a connection with its configuration masked as in `maskedConfig`. */
export async function withMaskedConfig(connection: ErpConnection, resources: Resources): Promise<ErpConnection> {
  const { ConfigFields, ErpConnectorId = 0 } = connection;
  return { ...connection, ConfigFields: await maskedConfig(ConfigFields ?? {}, ErpConnectorId, resources) };
}

/** Returns the keys of password fields; `undefined` when the connector fails. */
async function passwordKeys(connectorId: number, resources: Resources): Promise<ReadonlySet<string> | undefined> {
  const fields = await orUndefined(
    connectorById(resources, connectorId).then((connector) => configurationFieldsOf(connector, resources)),
  );
  return fields && passwordKeysIn(fields);
}

/**
 * Replaces each mask in a caller's values by the connection's stored value. Throws SoValidationException for a mask
 * without a stored value, which would otherwise be saved as the password.
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
