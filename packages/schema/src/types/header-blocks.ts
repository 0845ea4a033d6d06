import { nillable } from "../kit/annotate.ts";
import { dictionary } from "../kit/collections.ts";
import { entity, entityOf, self } from "../kit/entity.ts";
import { boolean, int, string } from "../kit/scalars.ts";
import type { Schema, Static } from "../kit/schema.ts";

/** The caller's credentials: a ticket from one of SoPrincipal's Authenticate operations. */
export const SoCredentials = entity(
  "SoCredentials",
  { Ticket: nillable(string(), { description: "The ticket, `7T:` and base64." }) },
  { description: "The caller's ticket." },
);
export type SoCredentials = Static<typeof SoCredentials>;

/** The time zone that diary dates are given in. Other dates are not converted. */
export const SoTimeZone = entity(
  "SoTimeZone",
  {
    SoTimeZoneId: int({ description: "SuperOffice's number of the zone, such as 1 for UTC; 0 when not given." }),
    SoTimeZoneLocationCode: nillable(string(), { description: "SuperOffice's code of the zone, such as `NO`." }),
  },
  { description: "A time zone." },
);
export type SoTimeZone = Static<typeof SoTimeZone>;

/** Parameters of a server-side exception. */
const SoExceptionInfoParameters = dictionary(
  "SoExceptionInfoParameters",
  "SoExceptionInfoParametersKeyValuePair",
  nillable(string()),
);

/** The reason why a call failed. */
export interface SoExceptionInfo {
  Message?: string | null;
  StackTrace?: string | null;
  FriendlyText?: string | null;
  ExceptionType?: string | null;
  Source?: string | null;
  InnerException?: SoExceptionInfo | null;
  Parameters?: Record<string, string | null> | null;
}

/** The reason why a call failed. It contains itself, hence the interface beside it. */
export const SoExceptionInfo = entityOf<SoExceptionInfo>(
  "SoExceptionInfo",
  {
    Message: nillable(string(), { description: "What went wrong, for a developer." }),
    StackTrace: nillable(string(), { description: "Where in the server it happened. Never sent by this project." }),
    FriendlyText: nillable(string(), {
      description: "What to tell the user; blank when nothing better than `Message`.",
    }),
    ExceptionType: nillable(string(), { description: "The .NET type of the exception." }),
    Source: nillable(string(), { description: "The component that raised it." }),
    InnerException: nillable(self<SoExceptionInfo>("SoExceptionInfo"), {
      description: "The exception behind this one.",
    }),
    Parameters: nillable(SoExceptionInfoParameters, { description: "What the message was made of." }),
  },
  { description: "Why a call failed." },
);

/** Free-form additions to an answer. */
export const SoExtraInfo = dictionary("SoExtraInfo", "ExtraInfoNameValuePair", nillable(string()));

/** Header blocks of a request by element name, in the order of the WSDL. */
export const requestHeaders = {
  ApplicationToken: nillable(string(), { description: "The app's client secret. Checked Online, ignored on site." }),
  Credentials: nillable(SoCredentials, { description: "The caller's ticket." }),
  TimeZone: nillable(SoTimeZone, { description: "The caller's time zone." }),
} as const satisfies Record<string, Schema>;

/** The header block that a request without credentials carries too. */
export const anonymousRequestHeaders = { ApplicationToken: requestHeaders.ApplicationToken } as const;

/** Header blocks of a response by element name, in the order of the WSDL. */
export const responseHeaders = {
  ExceptionInfo: nillable(SoExceptionInfo, { description: "Why the call failed; nil when it did not." }),
  ExtraInfo: nillable(SoExtraInfo, { description: "Free-form additions to the answer." }),
  Succeeded: boolean({ description: "False when the call failed." }),
  TimeZone: nillable(SoTimeZone, { description: "The time zone that the answer's diary dates are in." }),
} as const satisfies Record<string, Schema>;

type HeaderValues<H extends Record<string, Schema>> = { [K in keyof H]?: Static<H[K]> };

/** Values of a request's header blocks. */
export type RequestHeaders = HeaderValues<typeof requestHeaders>;

/** Values of a response's header blocks. */
export type ResponseHeaders = HeaderValues<typeof responseHeaders>;
