import type { Hono } from "hono";
import { cors } from "hono/cors";
import type { GraphQLAppSettings } from "./app-options.ts";
import { originCheck } from "./origin-pattern.ts";

/** The paths of the SOAP endpoint below that of its backend, in upper or lower case. */
export const soapPaths = "/:remote{[Rr][Ee][Mm][Oo][Tt][Ee]}/*";

/**
 * Lets pages of the allowed origins call a path, and read whatever is answered there by what the app is given later.
 * Throws RangeError for an origin that is none.
 */
export function openToPages(
  app: Hono,
  path: string,
  { allowedOrigins, corsMaxAgeSeconds }: Pick<GraphQLAppSettings, "allowedOrigins" | "corsMaxAgeSeconds">,
): void {
  if (allowedOrigins.length === 0) return;
  const isAllowed = originCheck(allowedOrigins);
  const pages = cors({
    // Pages send their credentials in headers of their own, never in a cookie.
    origin: allowedOrigins.includes("*") ? "*" : (origin) => (isAllowed(origin) ? origin : null),
    allowMethods: ["GET", "POST"],
    exposeHeaders: ["retry-after", "x-request-id"],
    maxAge: corsMaxAgeSeconds,
  });
  app.use(path, pages);
}
