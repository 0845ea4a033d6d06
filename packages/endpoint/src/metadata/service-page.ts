import { html } from "hono/html";
import { serviceUrl } from "../soap/service-url.ts";
import type { Service } from "../soap/soap-action.ts";
import { type Markup, page } from "./page.ts";
import { serviceSection } from "./service-section.ts";

/** Returns the page that a browser gets at the address of a service, which takes calls by POST. */
export function servicePage(service: Service, remoteUrl: string): Markup {
  const { services, agent } = service;
  const address = serviceUrl(remoteUrl, service);
  return page(
    `${agent} service, ${services}`,
    html`<nav aria-label="Breadcrumb"><a href="${remoteUrl}/${services}/">All services of ${services}</a></nav>
<h1>${agent} service, ${services}</h1>
<p>This is the address of a SOAP service. Post an envelope to it, or let your tools make a client from
<a href="${address}?wsdl">its contract</a>.</p>
${serviceSection(service, remoteUrl)}`,
  );
}
