import { annotate, nillable } from "../kit/annotate.ts";
import { entity } from "../kit/entity.ts";
import { flags } from "../kit/enumeration.ts";
import { int, string } from "../kit/scalars.ts";
import type { Static } from "../kit/schema.ts";

/** Rights on a field, and hints for the form that shows it. */
export const EFieldRight = flags(
  "EFieldRight",
  {
    Read: 1,
    Write: 2,
    Unused1: 4,
    Unused2: 8,
    Unused3: 16,
    Unused4: 32,
    UIHintMandatory: 64,
    UIHintReadOnly: 128,
    UndefinedValue256: { value: 256, available: [{ since: "Services82" }] },
    Nullable: { value: 32, available: [{ since: "Services88" }] },
  },
  "Rights on a field, any number of them, and hints for the form that shows it.",
);
export type EFieldRight = Static<typeof EFieldRight>;

/** The rights of a user on a field, and the reason for missing ones. */
export const FieldRight = entity(
  "FieldRight",
  {
    Mask: annotate(EFieldRight, { description: "The rights that the user has." }),
    Reason: nillable(string(), { description: "Why rights are missing; blank when none is." }),
  },
  { description: "What the signed-in user may do with a field." },
);
export type FieldRight = Static<typeof FieldRight>;

/** Rights, type and length of one field. */
export const FieldProperty = entity(
  "FieldProperty",
  {
    FieldRight: nillable(FieldRight, { description: "What the user may do with the field." }),
    FieldType: nillable(string(), { description: "The field's .NET type, such as `System.String`." }),
    FieldLength: int({ description: "The longest text the field holds, in characters." }),
  },
  { description: "Rights, type and length of one field." },
);
export type FieldProperty = Static<typeof FieldProperty>;
