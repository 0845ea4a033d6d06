import { isIP } from "node:net";
import { appDefaults, defaultLimits } from "@superoffice-soap/graphql";
import { isOriginPattern } from "@superoffice-soap/http";
import { findServices, latestServices, servicesVersions } from "@superoffice-soap/schema";
import Type, { type TInteger, type TSchema } from "typebox";
import { logLevels } from "../observability/log-levels.ts";
import { defaultLogLevel, serverDefaults } from "./server-options.ts";
import { flawOfAddress, isServicesAddress, servicesAddress } from "./services-address.ts";
import { type Setting, setting, type ValueOf } from "./setting.ts";

const file = Type.String({ minLength: 1 });
const origin = Type.Refine(
  Type.String({ description: "an origin such as https://app.example or https://*.app.example, or *" }),
  isOriginPattern,
);
const network = Type.Refine(Type.String({ description: "an address or a network such as 10.0.0.0/8" }), isNetwork);
const address = Type.Refine(Type.String({ description: servicesAddress }), isServicesAddress);

/**
 * The settings of the program, which flags, environment, configuration file and `--help` are all derived from. A name
 * `requestsPerMinute` is `--requests-per-minute` and `SUPEROFFICE_SOAP_REQUESTS_PER_MINUTE`.
 */
export const settings = {
  port: setting(Type.Integer({ minimum: 0, maximum: 65_535 }), {
    group: "server",
    takes: "NUMBER",
    default: 4000,
    help: "where to listen; 0 picks a free port",
  }),
  host: setting(Type.String({ minLength: 1 }), {
    group: "server",
    takes: "ADDRESS",
    default: "127.0.0.1",
    help: "the address to listen on; 0.0.0.0 for all",
  }),
  publicUrl: setting(address, {
    group: "server",
    takes: "URL",
    default: null,
    secret: true,
    flaw: flawOfAddress,
    spelling: (text) => text.trim(),
    help:
      "where clients find this server, such as https://soap.example.com, for the addresses in WSDL and the pages at " +
      "/Remote/; without it they are where the request for them was sent to",
  }),
  data: setting(Type.String({ minLength: 1 }), {
    group: "server",
    takes: "DIR",
    default: "data",
    secret: true,
    help: "where the data are kept, in a file of SQLite; also a postgres:// URL, or :memory: to keep nothing",
  }),
  upstream: setting(address, {
    group: "server",
    takes: "URL",
    default: null,
    secret: true,
    flaw: flawOfAddress,
    spelling: (text) => text.trim(),
    help:
      "serve a real NetServer instead of an embedded one, such as https://crm.example.com/SuperOffice/Remote; callers " +
      "send their own credentials, and SOAP at /Remote/ is passed on",
  }),
  upstreamConcurrency: setting(Type.Integer({ minimum: 1, maximum: 10_000 }), {
    group: "server",
    takes: "NUMBER",
    default: serverDefaults.upstreamConcurrency,
    help: "how many calls an upstream is sent at a time, of all callers together; further ones wait",
  }),
  proxy: setting(Type.String({ minLength: 1 }), {
    group: "server",
    takes: "URL",
    default: null,
    secret: true,
    help:
      "the HTTP proxy that upstreams are called through, which may hold a user name and a password, or off for none; " +
      "without it HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the environment say so",
  }),
  userAgent: setting(Type.String({ minLength: 1 }), {
    group: "server",
    takes: "TEXT",
    default: null,
    help: "the User-Agent that upstreams are sent, instead of superoffice-soap and its version",
  }),
  tenants: setting(file, {
    group: "server",
    takes: "FILE",
    default: null,
    help:
      'serve several real NetServers, each below a path of its own: JSON, {"Cust12345": {"upstream", "services"}} is at ' +
      "/Cust12345/graphql and /Cust12345/Remote/",
  }),
  services: setting(Type.Enum([...servicesVersions]), {
    group: "server",
    takes: "VERSION",
    default: latestServices,
    spelling: (text) => findServices(text) ?? text,
    help: "the version of the contract that GraphQL has, and that an upstream is called in",
  }),
  users: setting(file, {
    group: "access",
    takes: "FILE",
    default: null,
    help:
      'who may sign in: JSON, a list of {"name", "password"}, with "fullName", "email", "personId", "groupId" if ' +
      "wanted; turns the demo data off",
  }),
  behaviour: setting(file, {
    group: "server",
    takes: "FILE",
    default: null,
    help:
      "how the embedded NetServer behaves where SuperOffice's documentation is silent, and in Online mode: JSON with " +
      'options of createNetServer, such as {"foreignSystem": {"autoCreate": false}, "soap": {"errors": "fault"}}',
  }),
  allowOrigin: setting(Type.Array(origin), {
    group: "access",
    takes: "URL",
    default: serverDefaults.allowedOrigins,
    help:
      "an origin whose pages may call, by GraphQL and by SOAP: https://app.example, https://*.app.example for all below " +
      "that name, or * for all; may be repeated",
  }),
  corsMaxAgeSeconds: setting(Type.Integer({ minimum: 0, maximum: 86_400 }), {
    group: "access",
    takes: "NUMBER",
    default: serverDefaults.corsMaxAgeSeconds,
    help: "how long a browser may remember that a page may call",
  }),
  trustProxy: setting(Type.Array(network), {
    group: "access",
    takes: "NETWORK",
    default: serverDefaults.trustedProxies,
    help: "a proxy whose X-Forwarded-For is believed: an address or a network; may be repeated",
  }),
  requestsPerMinute: setting(Type.Integer({ minimum: 1, maximum: 1_000_000_000 }), {
    group: "access",
    takes: "NUMBER",
    default: serverDefaults.requestsPerMinute,
    inProduction: 600,
    help: "how many GraphQL requests one caller may send: a credential at an address",
  }),
  requestsPerAddress: setting(Type.Integer({ minimum: 1, maximum: 1_000_000_000 }), {
    group: "access",
    takes: "NUMBER",
    default: serverDefaults.requestsPerAddress,
    inProduction: 6000,
    help:
      "how many requests, GraphQL and SOAP, all callers at one address may send in a minute; in IPv6 a network of " +
      "64 bits counts as one",
  }),
  persistedDocuments: setting(file, {
    group: "access",
    takes: "FILE",
    default: null,
    help: "run these GraphQL documents only: JSON, each by the SHA-256 of its text, which requests send in its place",
  }),
  introspection: setting(Type.Boolean(), {
    group: "access",
    default: appDefaults.introspection,
    inProduction: false,
    help: "whether queries may ask for the schema",
  }),
  ...limitSettings({
    maxBodyBytes: "bytes in a GraphQL request",
    timeoutMs:
      "milliseconds that NetServer may take to answer a GraphQL request; after the first part of an answer in parts, each call",
    streamTimeoutMs:
      "milliseconds that a list with @stream may take once it has begun, and all parts of an answer after the first",
    maxTokens: "words and signs in a document",
    maxDepth: "how deep fields may be nested",
    maxAliases: "fields under another name than their own",
    maxDirectives: "directives in a document",
    maxCost: "fields to resolve, as often as a list has items at most",
    maxSignIns: "fields that sign in, such as authenticateUsernamePassword",
    maxCalls: "calls of NetServer",
  }),
  maxSoapBytes: setting(Type.Integer({ minimum: 1024, maximum: 1_000_000_000 }), {
    group: "limits",
    takes: "NUMBER",
    default: serverDefaults.maxSoapBytes,
    help: "bytes in a SOAP request, both as it comes and unpacked",
  }),
  maxUnknownBytes: setting(Type.Integer({ minimum: 1024, maximum: 1_000_000_000 }), {
    group: "limits",
    takes: "NUMBER",
    default: appDefaults.maxUnknownBytes,
    help: "bytes in a request, GraphQL or SOAP, without a ticket or access token that is good",
  }),
  maxPendingBytes: setting(Type.Integer({ minimum: 1024 * 1024, maximum: 100_000_000_000 }), {
    group: "limits",
    takes: "NUMBER",
    default: serverDefaults.maxPendingBytes,
    help:
      "bytes of bodies, unpacked, that all requests together may hold, an eighth of them those without a good ticket; " +
      "further requests of more than 16 KiB wait for 5 seconds, and are then told to come again (503)",
  }),
  maxResponseBytes: setting(Type.Integer({ minimum: 1024, maximum: 1_000_000_000 }), {
    group: "limits",
    takes: "NUMBER",
    default: serverDefaults.maxResponseBytes,
    help: "bytes in the answer of an upstream, unpacked; in a list that is streamed, of one item",
  }),
  maxUpstreamBytes: setting(Type.Integer({ minimum: 1024 * 1024, maximum: 100_000_000_000 }), {
    group: "limits",
    takes: "NUMBER",
    default: serverDefaults.maxUpstreamBytes,
    help:
      "bytes of upstreams' answers, unpacked, that one request may hold until its own answer is sent; all others may hold " +
      "half of that together, and further answers wait for 10 seconds",
  }),
  answerIdleMs: setting(Type.Integer({ minimum: 100, maximum: 3_600_000 }), {
    group: "limits",
    takes: "NUMBER",
    default: serverDefaults.answerIdleMs,
    help: "milliseconds that a client may take nothing of its answers before it is cut off",
  }),
  logLevel: setting(Type.Enum([...logLevels]), {
    group: "operation",
    takes: "LEVEL",
    default: defaultLogLevel,
    inProduction: "info",
    help: `what is logged, as JSON on standard error: ${logLevels.join(", ")}; every request is info`,
  }),
  metrics: setting(Type.Enum(["local", "all", "off"]), {
    group: "operation",
    takes: "WHO",
    default: serverDefaults.metricsFor,
    // A proxy on this machine may pass requests on so that they look like those of any program on it.
    inProduction: "off",
    help:
      "who may read /metrics: local for programs on this machine, and through a proxy on it that adds no header for " +
      "everybody; all for everybody; off for nobody",
  }),
  shutdownDelayMs: setting(Type.Integer({ minimum: 0, maximum: 600_000 }), {
    group: "operation",
    takes: "NUMBER",
    default: serverDefaults.shutdownDelayMs,
    help: "milliseconds from SIGTERM, when /readyz turns to 503, until new connections are refused",
  }),
  shutdownTimeoutMs: setting(Type.Integer({ minimum: 0, maximum: 600_000 }), {
    group: "operation",
    takes: "NUMBER",
    default: serverDefaults.shutdownTimeoutMs,
    help: "milliseconds that requests under way then have to finish",
  }),
} as const;

/** The name of a setting. */
export type SettingName = keyof typeof settings;

/** A value for every setting. */
export type SettingValues = { readonly [Name in SettingName]: ValueOf<(typeof settings)[Name]> };

/** The settings by name, where it does not matter which one it is. */
export const settingByName: ReadonlyMap<SettingName, Setting<TSchema>> = new Map(
  Object.entries<Setting<TSchema>>(settings) as [SettingName, Setting<TSchema>][],
);

function limitSettings<Name extends keyof typeof defaultLimits>(help: Record<Name, string>) {
  const entries = Object.entries<string>(help).map(([name, text]) => {
    const schema = Type.Integer({ minimum: 1, maximum: 1_000_000_000 });
    // The names are those of `help`.
    const given = defaultLimits[name as Name];
    return [name, setting(schema, { group: "limits", takes: "NUMBER", default: given, help: text })] as const;
  });
  return Object.fromEntries(entries) as Record<Name, Setting<TInteger, number>>;
}

function isNetwork(text: string): boolean {
  const [, address = "", bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const longest = { 4: 32, 6: 128 }[isIP(address)];
  return longest !== undefined && (bits === undefined || Number(bits) <= longest);
}
