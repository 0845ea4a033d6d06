import { type Edit, edited, editedTag, type PlacedElement, placedMarkup } from "../scrub/placed-elements.ts";
import { decodedMarkup } from "../xml/xml-encoding.ts";

/** The addresses on the two sides of a proxy that hands a service's description on. */
export interface Route {
  /** The document's own URL, as the client asked for it. */
  readonly asked: URL;
  /** The base URL of the server behind the proxy. */
  readonly upstream: URL;
}

/** A description of a service with other addresses in it. */
export interface ReaddressedDocument {
  readonly kind: "wsdl" | "schema";
  readonly body: Buffer;
}

/**
 * Replaces the addresses in a WSDL or an XML schema by those at which its client reaches the same things by the way
 * that it came: `soap:address`, whatever its address is, and imports from the server itself. All other bytes, and the
 * encoding, stay the same. Returns `undefined` for any other document. Throws `XmlSyntaxError`.
 */
export function readdressed(body: Buffer, route: Route): ReaddressedDocument | undefined {
  const { text, encode } = decodedMarkup(body);
  const { elements } = placedMarkup(text);
  const kind = kindOf(elements[0]);
  if (kind === undefined) return undefined;
  const edits = elements.flatMap((element) => editOf(text, element, route) ?? []);
  return { kind, body: edits.length === 0 ? body : encode(edited(text, edits)) };
}

const wsdl = "http://schemas.xmlsoap.org/wsdl/";
const schema = "http://www.w3.org/2001/XMLSchema";

/** The namespaces of the WSDL bindings for SOAP 1.1 and 1.2. */
const bindings: ReadonlySet<string> = new Set([`${wsdl}soap/`, `${wsdl}soap12/`]);

const schemaReferences: ReadonlySet<string> = new Set(["import", "include", "redefine"]);

function kindOf(root: PlacedElement | undefined): ReaddressedDocument["kind"] | undefined {
  if (root?.namespace === wsdl && root.name === "definitions") return "wsdl";
  return root?.namespace === schema && root.name === "schema" ? "schema" : undefined;
}

function editOf(xml: string, element: PlacedElement, route: Route): Edit | undefined {
  const { namespace, name } = element;
  if (bindings.has(namespace) && name === "address") {
    return editedAddress(xml, element, "location", (location) => ownEndpoint(location, route));
  }
  if (namespace === wsdl && name === "import") {
    return editedAddress(xml, element, "location", (location) => ownDocument(location, route));
  }
  if (namespace === schema && schemaReferences.has(name)) {
    return editedAddress(xml, element, "schemaLocation", (location) => ownDocument(location, route));
  }
  return undefined;
}

function editedAddress(
  xml: string,
  element: PlacedElement,
  attributeName: string,
  own: (location: URL) => URL | undefined,
): Edit | undefined {
  return editedTag(xml, element, ({ name, namespace, value }) => {
    if (name !== attributeName || namespace !== "" || !URL.canParse(value)) return value;
    const location = new URL(value);
    return (isHttp(location) ? own(location)?.href : undefined) ?? value;
  });
}

// A relative address needs no change, and an address of another protocol is not reached through the proxy.
function isHttp({ protocol }: URL): boolean {
  return protocol === "http:" || protocol === "https:";
}

function ownEndpoint(location: URL, route: Route): URL {
  return ofServer(location, route) ?? ofService(location, route) ?? below(location, location.pathname, route);
}

function ownDocument(location: URL, route: Route): URL | undefined {
  return ofServer(location, route) ?? ofService(location, route);
}

/**
 * Returns the address of a path below the server's base URL, as the client reaches it; `undefined` for any other
 * address.
 */
function ofServer(location: URL, route: Route): URL | undefined {
  if (location.origin !== route.upstream.origin) return undefined;
  const base = route.upstream.pathname.replace(/\/$/, "");
  const { pathname } = location;
  const isBelow = pathname.toLowerCase().startsWith(`${base}/`.toLowerCase());
  return isBelow ? below(location, pathname.slice(base.length), route) : undefined;
}

/**
 * Returns the address of the requested service, as the client reaches it, though the service names another host, or
 * lacks a prefix that another proxy adds to its path; `undefined` for any other address.
 */
function ofService(location: URL, route: Route): URL | undefined {
  const asked = route.asked.pathname.replace(/\/+$/, "");
  const file = `/${asked.split("/").at(-1)}/`.toLowerCase();
  const at = `${location.pathname}/`.toLowerCase().lastIndexOf(file);
  if (file === "//" || at < 0) return undefined;
  return below(location, asked + location.pathname.slice(at + file.length - 1), route);
}

function below({ search, hash }: URL, path: string, { asked }: Route): URL {
  const url = new URL(asked.origin);
  [url.pathname, url.search, url.hash] = [path, search, hash];
  return url;
}
