import { IncomingMessage } from "node:http";
import type { HttpBindings } from "@hono/node-server";
import { responseToUnread } from "@superoffice-soap/http";
import type { MiddlewareHandler } from "hono";

/**
 * Refuses requests that a server in front may have understood otherwise: those with `.` or `..` in the path, which a
 * server that goes by the path's beginning takes for another tenant's, and those whose target names another host than
 * `Host`.
 */
export function refuseAmbiguousTargets(): MiddlewareHandler {
  return (context, next) => {
    const { incoming }: Partial<HttpBindings> = context.env ?? {};
    const fault = incoming instanceof IncomingMessage ? faultOf(incoming) : undefined;
    if (fault === undefined) return next();
    const headers = { "content-type": "text/plain; charset=UTF-8" };
    return responseToUnread(context, `${fault}\n`, { status: 400, headers });
  };
}

function faultOf({ url = "", headers: { host } }: IncomingMessage): string | undefined {
  const [path = ""] = url.split(/[?#]/, 1);
  if (dotSegment.test(path)) return "The path must not hold . or .. as a part.";
  const [, authority] = /^https?:\/\/([^/]*)/i.exec(path) ?? [];
  if (authority === undefined || authority.toLowerCase() === host?.toLowerCase()) return undefined;
  return "The request's target must name the same host as its Host field.";
}

const dotSegment = /\/(?:\.|%2e){1,2}(?:\/|$)/i;
