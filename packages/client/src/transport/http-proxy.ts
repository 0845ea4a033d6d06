/** A proxy that requests go through. */
export interface HttpProxy {
  /** Its address without credentials, such as `http://proxy.example:3128`. */
  readonly origin: string;
  /** The value of `Proxy-Authorization`; absent without credentials. */
  readonly authorization?: string;
}

/** Environment variables by name, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a proxy's URL, which may hold a user name and a password. Without a scheme it is an `http` one. Throws TypeError,
 * without the URL, for an invalid one, which is called `name`.
 */
export function proxyOf(url: string, name = "proxy"): HttpProxy {
  const text = url.trim();
  const full = text.includes("://") ? text : `http://${text}`;
  if (!URL.canParse(full) || !/^https?:/i.test(full)) {
    throw new TypeError(`${name} must be an http or https address such as http://proxy.example:3128`);
  }
  const { origin, username, password } = new URL(full);
  if (username === "" && password === "") return { origin };
  const credentials = `${percentDecoded(username)}:${percentDecoded(password)}`;
  return { origin, authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // The password has a percent sign that is not encoded.
    return text;
  }
}

/**
 * Returns the proxy that the environment names for an address, in `HTTPS_PROXY` or `HTTP_PROXY` by the address's scheme;
 * `undefined` when there is none, or `NO_PROXY` excepts the address. Names in lower case go first. Throws TypeError for
 * an invalid one.
 */
export function environmentProxyFor(address: string, environment: Environment): HttpProxy | undefined {
  const read = (name: string) => environment[name.toLowerCase()] || environment[name] || "";
  const url = new URL(address);
  const name = url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const proxy = read(name);
  return proxy === "" || isException(read("NO_PROXY"), url) ? undefined : proxyOf(proxy, name);
}

function isException(noProxy: string, { protocol, hostname, port }: URL): boolean {
  const usedPort = port || (protocol === "https:" ? "443" : "80");
  const entries = noProxy.toLowerCase().split(/[\s,]+/);
  return entries.some((entry) => {
    if (entry === "*") return true;
    const { host, onlyPort } = hostAndPortOf(entry);
    if (host === "" || (onlyPort !== undefined && onlyPort !== usedPort)) return false;
    // `example.com`, `.example.com` and `*.example.com` all stand for the host and those below it, as curl reads them.
    return hostname === host || hostname.endsWith(`.${host}`);
  });
}

function hostAndPortOf(entry: string): { readonly host: string; readonly onlyPort?: string | undefined } {
  // An IPv6 address without brackets has no port.
  if (/^(?!\[).*:.*:/.test(entry)) return { host: `[${entry}]` };
  const [, host = "", onlyPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  return { host: host.replace(/^\*?\./, ""), onlyPort };
}
