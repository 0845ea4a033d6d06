import { type AgentName, at, namespaceOf, type ServicesVersion } from "@superoffice-soap/schema";
import { html } from "hono/html";
import { serviceUrl } from "../soap/service-url.ts";
import { type Markup, page } from "./page.ts";
import { serviceSection } from "./service-section.ts";

/** The contents of the index. */
export interface IndexPage {
  /** The version whose services are listed. */
  readonly services: ServicesVersion;
  /** The versions to choose from, oldest first. */
  readonly served: readonly ServicesVersion[];
  /** The URL of the index. */
  readonly remoteUrl: string;
}

/** The index of all services in a version: what there is, where it is and how to call it. */
export function indexPage({ services, served, remoteUrl }: IndexPage): Markup {
  const agents = Object.values(at(services).agents);
  return page(
    `NetServer SOAP services, ${services}`,
    html`<h1>NetServer SOAP services</h1>
<p>Every service below answers SOAP 1.1 and 1.2 at its own address. Sign in with
<a href="#SoPrincipal.AuthenticateUsernamePassword"><code>AuthenticateUsernamePassword</code></a>, then send the ticket
that it answers in the header block <code>Credentials</code> of every call.</p>
<nav aria-label="Versions">${versions(services, served, remoteUrl)}</nav>
<p class="soft">Namespace of ${services}: <code>${namespaceOf(services)}</code></p>
<nav aria-label="Services"><ul>${agents.map(agentLink)}</ul></nav>
${agents.map(({ name }) => agentSection(services, name, remoteUrl))}`,
  );
}

function versions(current: ServicesVersion, served: readonly ServicesVersion[], remoteUrl: string): Markup {
  const links = served.map((version) => {
    const here = version === current ? html` aria-current="page"` : "";
    return html`<li><a href="${remoteUrl}/${version}/"${here}>${version}</a></li>`;
  });
  return html`<ul>${links}</ul>`;
}

function agentLink({ name, operations }: { name: AgentName; operations: object }): Markup {
  return html`<li><a href="#${name}">${name}</a> <span class="soft">${Object.keys(operations).length} operations</span></li>`;
}

function agentSection(services: ServicesVersion, agent: AgentName, remoteUrl: string): Markup {
  const address = serviceUrl(remoteUrl, { services, agent });
  return html`<section aria-labelledby="${agent}">
<h2 id="${agent}"><a href="${address}">${agent}</a></h2>
${serviceSection({ services, agent }, remoteUrl)}
</section>
`;
}
