import { nillable } from "../../kit/annotate.ts";
import { arrayOf } from "../../kit/collections.ts";
import { reads, returns, returnsNothing, writes } from "../../kit/operation.ts";
import { int, string } from "../../kit/scalars.ts";
import { StringDictionary } from "../../types/string-dictionary.ts";
import { ForeignAppEntity } from "./foreign-app-entity.ts";
import { ForeignDevice } from "./foreign-device.ts";
import { ForeignKey } from "./foreign-key.ts";
import { ApplicationName } from "./parameters.ts";

const ForeignAppEntityId = int({ description: "Id of the app." });

/** The app, and what all of its devices hold. */
export const apps = {
  CreateDefaultForeignAppEntity: reads({
    description: "A new app with default values. Nothing is stored.",
    input: {},
    answer: returns(nillable(ForeignAppEntity)),
  }),
  SaveForeignAppEntity: writes({
    description: "Creates an app when its `ForeignAppId` is 0, else updates it. Answers what was stored.",
    retry: "unsafe",
    input: { ForeignAppEntity: nillable(ForeignAppEntity, { description: "The app to store, without its devices." }) },
    answer: returns(nillable(ForeignAppEntity)),
  }),
  DeleteForeignAppEntity: writes({
    description: "Deletes an app with its devices and keys. An unknown id is no error.",
    retry: "safe",
    input: { ForeignAppEntityId },
    answer: returnsNothing(),
  }),
  GetForeignAppEntity: reads({
    description: "An app by its id; nil when there is none.",
    input: { ForeignAppEntityId },
    answer: returns(nillable(ForeignAppEntity)),
  }),
  GetAppByName: reads({
    description: "An app by its name. When there is none, an app with `ForeignAppId` 0: not nil.",
    input: { ApplicationName },
    answer: returns(nillable(ForeignAppEntity)),
  }),
  GetApplicationDevices: reads({
    description: "The devices of an app; none when the app is unknown.",
    input: { ApplicationName },
    answer: returns(nillable(arrayOf(nillable(ForeignDevice)))),
  }),
  GetApplicationKeys: reads({
    description: "The keys on all devices of an app; none when the app is unknown. A key does not tell its device.",
    input: { ApplicationName },
    answer: returns(nillable(arrayOf(nillable(ForeignKey)))),
  }),
  GetAllForeignKeysOnEntity: reads({
    description: "The values of all keys of one CRM record, of every app, by `app.device.key`.",
    since: "Services88",
    input: {
      EntityType: nillable(string(), { description: "Database name of the record's table, such as `contact`." }),
      EntityId: int({ description: "Primary key of the record." }),
    },
    answer: returns(nillable(StringDictionary)),
  }),
};
