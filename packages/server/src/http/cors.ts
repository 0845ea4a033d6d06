import { codedError } from "@superoffice-soap/graphql";
import { originCheck } from "@superoffice-soap/http";
import type { Hono, MiddlewareHandler } from "hono";
import { cors as honoCors } from "hono/cors";

/** The paths of the SOAP endpoint below that of its backend, in upper or lower case. */
export const soapPaths = "/:remote{[Rr][Ee][Mm][Oo][Tt][Ee]}/*";

/** The pages that may call, and hints for others. */
export interface CorsOptions {
  readonly allowedOrigins: readonly string[];
  /** Seconds that a browser may remember that a page may call. */
  readonly corsMaxAgeSeconds: number;
  /** Receives the reason, in a sentence, why a page may not call; null where the response must not tell it either. */
  readonly onHint: ((sentence: string) => void) | null;
}

/**
 * Lets pages of the allowed origins call a path, and read the responses of the handlers that the app is given later.
 * With `onHint`, the response to a preflight of another origin tells what would allow it. Throws RangeError for an
 * origin that is none.
 */
export function cors(app: Hono, path: string, { allowedOrigins, corsMaxAgeSeconds, onHint }: CorsOptions): void {
  const isAllowed = originCheck(allowedOrigins);
  if (onHint !== null) app.use(path, refusePreflights(isAllowed, onHint));
  if (allowedOrigins.length === 0) return;
  const pages = honoCors({
    // Pages send their credentials in headers of their own, never in a cookie.
    origin: allowedOrigins.includes("*") ? "*" : (origin) => (isAllowed(origin) ? origin : null),
    allowMethods: ["GET", "POST"],
    exposeHeaders: ["retry-after", "x-request-id"],
    maxAge: corsMaxAgeSeconds,
  });
  app.use(path, pages);
}

function refusePreflights(isAllowed: (origin: string) => boolean, tell: (hint: string) => void): MiddlewareHandler {
  return async (context, next) => {
    const { req } = context;
    const origin = req.header("origin");
    const isPreflight = req.method === "OPTIONS" && req.header("access-control-request-method") !== undefined;
    if (!isPreflight || origin === undefined || isAllowed(origin)) return next();
    const shown = origin.slice(0, 80);
    const hint =
      `A page of ${shown} may not call (CORS). Start with --allow-origin ${shown}, or let the server that the page ` +
      "comes from pass its requests on.";
    tell(hint);
    return context.json({ errors: [codedError("FORBIDDEN", hint).toJSON()] }, 403);
  };
}
