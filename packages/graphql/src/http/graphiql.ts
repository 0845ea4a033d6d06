import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { acceptsGzip } from "@superoffice-soap/http";
import type { MiddlewareHandler } from "hono";
import { exampleTabs } from "./example-tabs.ts";
import { graphiqlSession } from "./graphiql-session.ts";

// Scripts, styles, fonts and workers are all in the page; it may load nothing but this server's responses.
const policy = [
  "default-src 'none'",
  "script-src 'unsafe-inline' blob:",
  "worker-src blob:",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "font-src data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * Makes the middleware that serves GraphiQL, a page without outside parts, to a browser that opens the endpoint. Other
 * requests pass.
 */
export function graphiql(): MiddlewareHandler {
  let page: Promise<Page> | undefined;
  return async (context, next) => {
    if (context.req.method !== "GET" || !context.req.header("accept")?.includes("text/html")) return next();
    // The page has nine megabytes, which a server without browser users need not hold.
    page ??= makePage().catch((error: unknown) => {
      page = undefined;
      throw error;
    });
    const { html, gzipped } = await page;
    context.header("content-type", "text/html; charset=utf-8");
    context.header("content-security-policy", policy);
    context.header("vary", "accept, accept-encoding");
    if (!acceptsGzip(context.req.header("accept-encoding"))) return context.body(html);
    context.header("content-encoding", "gzip");
    return context.body(gzipped);
  };
}

interface Page {
  readonly html: string;
  readonly gzipped: Uint8Array<ArrayBuffer>;
}

async function makePage(): Promise<Page> {
  const { renderGraphiQL } = await import("@graphql-yoga/render-graphiql");
  const page = renderGraphiQL({ title: "SuperOffice", defaultTabs: exampleTabs, shouldPersistHeaders: true });
  const html = adjusted(page);
  return { html, gzipped: new Uint8Array(await promisify(gzip)(html)) };
}

// GraphiQL shifts a tab while a pointer is down on it, to be dragged, so far that the button is released outside it and
// there is no click.
const style = ".graphiql-tab { transform: none !important; }";

/** Returns the page with its storage, and with tabs that do not move when they are pressed. */
function adjusted(page: string): string {
  const call = "YogaGraphiQL.renderYogaGraphiQL(";
  // Scripts between the two contain both texts too.
  const [head, start] = [page.indexOf("</head>"), page.lastIndexOf(call)];
  if (head < 0 || start < head) throw new Error("GraphiQL's page has another form");
  const rendered = `((root, options) => ${call}root, { ...options, storage: graphiqlSession(options.defaultTabs) }))(`;
  return [
    page.slice(0, head),
    `<style>${style}</style><script>${graphiqlSession}</script>`,
    page.slice(head, start),
    rendered,
    page.slice(start + call.length),
  ].join("");
}
