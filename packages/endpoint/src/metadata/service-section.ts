import { at } from "@superoffice-soap/schema";
import { html } from "hono/html";
import { serviceUrl } from "../soap/service-url.ts";
import type { Service } from "../soap/soap-action.ts";
import { operationDetails } from "./operation-details.ts";
import { described, type Markup } from "./page.ts";

/** Returns the section of a service: its address, its purpose and its operations. */
export function serviceSection(service: Service, remoteUrl: string): Markup {
  const { description, operations } = at(service.services).agents[service.agent];
  const address = serviceUrl(remoteUrl, service);
  const { pathname } = new URL(address);
  return html`<p>${described(description)}</p>
<p>Address: <code>${address}</code><br>
Contract: <a href="${address}?wsdl"><code>${address}?wsdl</code></a></p>
${Object.values(operations).map((operation) => operationDetails(service, operation, pathname))}`;
}
