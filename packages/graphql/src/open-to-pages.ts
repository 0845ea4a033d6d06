import type { Hono } from "hono";
import { cors } from "hono/cors";
import type { GraphQLAppSettings } from "./app-options.ts";

/** Lets pages of the allowed origins call a path, and read whatever is answered there by what the app is given later. */
export function openToPages(
  app: Hono,
  path: string,
  { allowedOrigins, corsMaxAgeSeconds }: Pick<GraphQLAppSettings, "allowedOrigins" | "corsMaxAgeSeconds">,
): void {
  if (allowedOrigins.length === 0) return;
  const pages = cors({
    // Pages send their credentials in headers of their own, never in a cookie.
    origin: allowedOrigins.includes("*") ? "*" : [...allowedOrigins],
    allowMethods: ["GET", "POST"],
    exposeHeaders: ["retry-after", "x-request-id"],
    maxAge: corsMaxAgeSeconds,
  });
  app.use(path, pages);
}
