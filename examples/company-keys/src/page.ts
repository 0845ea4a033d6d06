import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import type { CompanyKey, KeyChange, KnowingApp } from "./company-keys.ts";
import { style } from "./style.ts";

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** The outcome of the reader's request. */
export interface Outcome {
  readonly kind: "saved" | "failed";
  readonly text: string;
}

/** The content of the page. */
export interface PageContent {
  /** The company's number; absent before one is asked for. */
  readonly company?: number;
  /** The applications that know the company; absent when that could not be found out. */
  readonly apps?: readonly KnowingApp[];
  readonly outcome?: Outcome;
  /** The change that was to be saved but was not: the reader finds it as it was typed. */
  readonly refused?: KeyChange;
}

/** Returns the whole page as HTML. */
export function page({ company, apps, outcome, refused }: PageContent): Html {
  return html`<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width" />
  <link rel="icon" href="data:," />
  <title>${company === undefined ? "Company keys" : `Company ${company}`}</title>
  <style>${style}</style>
  <main>
    <h1>What other systems know a company by</h1>
    <form class="ask">
      <label>Company number <input name="company" type="number" min="1" required value="${company ?? ""}" /></label>
      <button>Show</button>
    </form>
    ${outcome && html`<p class="${outcome.kind}" role="status">${outcome.text}</p>`}
    ${apps?.length === 0 ? html`<p>No application has a key of company ${company} yet.</p>` : ""}
    ${company !== undefined && apps?.map((app) => appSection(company, app, refused))}
    ${company !== undefined && apps && addForm(company, isShown(apps, refused) ? undefined : refused)}
  </main>
</html>`;
}

function appSection(company: number, { name, keys }: KnowingApp, refused?: KeyChange): Html {
  return html`<section>
      <h2>${name}</h2>
      ${keys.map((key) => keyForm(company, name, key, refused))}
    </section>`;
}

function keyForm(
  company: number,
  app: string,
  { device, key }: Pick<CompanyKey, "device" | "key">,
  refused?: KeyChange,
): Html {
  const identifier = device.deviceIdentifier ?? "";
  const value = refused !== undefined && isChangeOf(refused, app, { device, key }) ? refused.value : key.value;
  const where = identifier === "" ? device.name : `${device.name} (${identifier})`;
  return html`<form class="key" method="post" action="/keys">
        <input type="hidden" name="company" value="${company}" />
        <input type="hidden" name="app" value="${app}" />
        <input type="hidden" name="device" value="${device.name ?? ""}" />
        <input type="hidden" name="identifier" value="${identifier}" />
        <input type="hidden" name="key" value="${key.key ?? ""}" />
        <span>${where}</span>
        <label><b>${key.key}</b> <input name="value" value="${value ?? ""}" /></label>
        <button>Save</button>
        <small>${key.updatedBy}, ${key.updatedDate.replace("T", " ")} UTC</small>
      </form>`;
}

function isShown(apps: readonly KnowingApp[], refused: KeyChange | undefined): boolean {
  if (refused === undefined) return false;
  return apps.some(({ name, keys }) => keys.some((key) => isChangeOf(refused, name, key)));
}

function isChangeOf(change: KeyChange, app: string, { device, key }: Pick<CompanyKey, "device" | "key">): boolean {
  if (change.app !== app || change.key !== key.key) return false;
  return change.device === device.name && change.identifier === (device.deviceIdentifier ?? "");
}

function addForm(company: number, refused?: KeyChange): Html {
  return html`<details ${refused === undefined ? "" : "open"}>
      <summary>Add a key</summary>
      <form method="post" action="/keys">
        <input type="hidden" name="company" value="${company}" />
        <label>Application <input name="app" value="${refused?.app ?? ""}" /></label>
        <label>Device <input name="device" value="${refused?.device ?? ""}" /></label>
        <label>Identifier of the device, if any <input name="identifier" value="${refused?.identifier ?? ""}" /></label>
        <label>Key <input name="key" value="${refused?.key ?? ""}" /></label>
        <label>Value <input name="value" value="${refused?.value ?? ""}" /></label>
        <button>Add</button>
      </form>
    </details>`;
}
