import { nillable } from "../../kit/annotate.ts";
import { arrayOf } from "../../kit/collections.ts";
import { extend } from "../../kit/entity.ts";
import { boolean, int, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";
import { Carrier } from "../../types/carrier.ts";
import { StringDictionary } from "../../types/string-dictionary.ts";

/** A connector with the configuration that makes it reach one ERP client. */
export const ErpConnection = extend(
  Carrier,
  "ErpConnection",
  {
    ErpConnectionId: int({ description: "Primary key; 0 until the connection is saved." }),
    ErpConnectorId: int({ description: "The connector to call." }),
    DisplayName: nillable(string({ maxLength: 254 }), {
      description: 'Name shown to users; may hold several languages, as in `NO:"Navn";US:"Name"`.',
    }),
    DisplayDescription: nillable(string({ maxLength: 254 }), { description: "Tooltip; may hold several languages." }),
    Active: boolean({ description: "True when the connection takes part in sync." }),
    ConnectionId: nillable(string({ maxLength: 127 }), {
      description: "GUID by which the connector knows the connection. Set by the server, never changed.",
    }),
    MostRecentTimestamp: nillable(string({ maxLength: 254 }), {
      description: "The last change seen, as the connector marks it; grows, but has no other meaning here.",
    }),
    ConfigFields: nillable(StringDictionary, {
      description: "Configuration values by field key, keys up to 254 characters and values up to 1023.",
    }),
    Deleted: boolean({ description: "True when retired; connections are never removed." }),
    AllAccess: boolean({ description: "True when every user may use the connection." }),
    UserGroupAccessIds: nillable(arrayOf(int()), {
      description: "User groups that may use the connection when not everyone may.",
    }),
    AssociateAccessIds: nillable(arrayOf(int()), {
      description: "Associates who may use the connection when not everyone may.",
    }),
  },
  { description: "A connector with the configuration that makes it reach one ERP client." },
);
export type ErpConnection = Static<typeof ErpConnection>;
