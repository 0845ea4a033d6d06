import type { Operation, Schema } from "@superoffice-soap/schema";
import { html } from "hono/html";
import type { Service } from "../soap/soap-action.ts";
import { described, type Markup } from "./page.ts";
import { sampleRequestOf } from "./sample-request.ts";

/** Returns the section of an operation, folded up at first: its description, parameters, result and a sample request. */
export function operationDetails(service: Service, operation: Operation, path: string): Markup {
  const { name, description, input, output } = operation;
  // A link to what is inside unfolds it; a link to the whole would not.
  return html`<details>
<summary><code>${name}</code> <span class="soft">${described(description)}</span></summary>
<div id="${service.agent}.${name}">
${members("Parameters", input.xml.members)}
${members("Answer", output.xml.members)}
<h3>Sample request</h3>
${sample(service, operation, path)}
</div>
</details>
`;
}

function members(title: string, schemas: Readonly<Record<string, Schema>>): Markup {
  const entries = Object.entries(schemas);
  if (entries.length === 0) return html`<h3>${title}</h3><p class="soft">Nothing.</p>`;
  return html`<h3>${title}</h3>
<dl>${entries.map(([name, schema]) => member(name, schema))}</dl>`;
}

function member(name: string, schema: Schema): Markup {
  const { description } = schema;
  const type = html`<dt><code>${name}</code> <span class="soft">${typeOf(schema)}</span></dt>`;
  return description ? html`${type}<dd>${described(description)}</dd>` : type;
}

function typeOf({ xml, nillable }: Schema): string {
  const name = xml.kind === "array" ? `list of ${xml.item.xml.name}` : xml.name;
  return nillable ? `${name}, or nil` : name;
}

function sample(service: Service, operation: Operation, path: string): Markup {
  const { headers, envelope } = sampleRequestOf(service, operation);
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const text = [`POST ${path} HTTP/1.1`, ...head, "", envelope].join("\n");
  // A box that scrolls must be reachable by keyboard.
  return html`<pre tabindex="0" role="region" aria-label="Sample request for ${operation.name}">${text}</pre>`;
}
