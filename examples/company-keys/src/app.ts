import type { GraphQLClient } from "graphql-request";
import { type Context, Hono } from "hono";
import { csrf } from "hono/csrf";
import { secureHeaders } from "hono/secure-headers";
import { changeKey, type KeyChange, knowingApps } from "./company-keys.ts";
import { type Outcome, type PageContent, page } from "./page.ts";
import { reasonOf } from "./reason.ts";

/** Makes the page's app, which asks the client's GraphQL server. */
export function companyKeysApp(client: GraphQLClient): Hono {
  const app = new Hono();
  app.use(csrf(), secureHeaders());

  app.get("/", async (context) => {
    const text = context.req.query("company");
    if (text === undefined) return context.html(page({}));
    const company = companyOf(text);
    if (company === undefined)
      return context.html(page({ outcome: failed("The number of a company is 1 or more.") }), 400);
    const saved = context.req.query("saved");
    return show(context, { company, ...(saved && { outcome: { kind: "saved", text: `${saved} is saved.` } }) });
  });

  app.post("/keys", async (context) => {
    const change = changeOf(await context.req.parseBody());
    if (change === undefined) return context.html(page({ outcome: failed("The form was not complete.") }), 400);
    try {
      await changeKey(client, change);
    } catch (error) {
      const outcome = failed(`${change.key || "The key"} was not saved. ${reasonOf(error)}`);
      return show(context, { company: change.company, outcome, refused: change }, 422);
    }
    // The redirect lets a reload show the page instead of saving again.
    const query = new URLSearchParams({ company: String(change.company), saved: change.key });
    return context.redirect(`/?${query}`, 303);
  });

  return app;

  async function show(context: Context, content: PageContent & { company: number }, status: 200 | 422 = 200) {
    try {
      return context.html(page({ ...content, apps: await knowingApps(client, content.company) }), status);
    } catch (error) {
      return context.html(page({ ...content, outcome: failed(reasonOf(error)) }), 502);
    }
  }
}

function failed(text: string): Outcome {
  return { kind: "failed", text };
}

function companyOf(text: unknown): number | undefined {
  const company = typeof text === "string" && /^\d{1,10}$/.test(text) ? Number(text) : 0;
  return company > 0 && company <= 0x7fff_ffff ? company : undefined;
}

function changeOf(form: Readonly<Record<string, unknown>>): KeyChange | undefined {
  const { app, device, identifier, key, value } = form;
  const company = companyOf(form.company);
  if (typeof app !== "string" || typeof device !== "string" || typeof identifier !== "string") return undefined;
  if (typeof key !== "string" || typeof value !== "string" || company === undefined) return undefined;
  return { company, app, device, identifier, key, value };
}
