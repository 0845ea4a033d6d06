import { productVersion } from "@superoffice-soap/schema";

/** The `User-Agent` of requests that name no other: `superoffice-soap/0.1.0`. */
export const defaultUserAgent = `superoffice-soap/${productVersion}`;
