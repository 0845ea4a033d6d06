import { setTimeout } from "node:timers/promises";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { DevelopmentUser } from "@superoffice-soap/graphql";
import { graphqlApp, graphqlPath, limitsOf, peerOf, requestIdOf, tellOnce } from "@superoffice-soap/graphql";
import { BodyBudget, closed, listening, urlOf } from "@superoffice-soap/http";
import { isConnectionFailure } from "@superoffice-soap/netserver";
import { definedOptions } from "@superoffice-soap/schema";
import { type Context, Hono } from "hono";
import { type Backend, type BackendOptions, openBackends } from "./backends/backends.ts";
import { ResponseLeases } from "./backends/response-leases.ts";
import { upstreamFailureOf } from "./backends/upstream-advice.ts";
import { defaultLogLevel, type ServerOptions, serverDefaults } from "./configuration/server-options.ts";
import { cors, soapPaths } from "./http/cors.ts";
import { forwardedFor } from "./http/forwarded-for.ts";
import { pathInAnyCase } from "./http/path-in-any-case.ts";
import { limitAddresses, limitRequests } from "./http/rate-limit.ts";
import { refuseAmbiguousTargets } from "./http/refuse-ambiguous-targets.ts";
import { answerAlive, healthRoutes } from "./observability/health-routes.ts";
import { observeRequests } from "./observability/observe-requests.ts";
import { observedPort } from "./observability/observed-port.ts";
import { createServerLog, type ServerLog } from "./observability/server-log.ts";
import { createServerMetrics, type ServerMetrics } from "./observability/server-metrics.ts";

/** A server that is listening. */
export interface RunningServer {
  /** The address that it listens at: `http://127.0.0.1:4000`. */
  readonly url: string;
  /** The user as whom callers on this machine are served without credentials; absent when that is off. */
  readonly developmentUser?: DevelopmentUser;
  /**
   * Tells `/readyz` that the server stops, and after `shutdownDelayMs` refuses new connections, lets requests in flight
   * finish for up to `shutdownTimeoutMs`, and closes the store. All of that happens once, however often it is called.
   */
  close(): Promise<void>;
}

/**
 * Starts GraphQL and SOAP over an embedded NetServer, or over a real one. Rejects with
 * - `StoreError` when the store cannot be used,
 * - TypeError for an upstream whose address is none,
 * - `UsageError` for one whose address is of another version than it is called in, and for invalid limits on it,
 * - RangeError for an invalid behaviour,
 * - Node's error when the port cannot be listened on.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { log = createServerLog(defaultLogLevel) } = options;
  const settings = { ...serverDefaults, ...definedOptions(options) };
  const { host, port, services, shutdownDelayMs, shutdownTimeoutMs } = settings;
  const metrics = createServerMetrics();
  const bodyBudget = new BodyBudget({ maxBytes: settings.maxPendingBytes });
  const onHint = settings.production ? null : tellOnce(log.warning);
  const responseLeases = await responseLeasesOf(settings);
  const backends = await openBackends({
    ...settings,
    responseLeases,
    onPollingFailure: log.fault,
    connectorLog: log.connector,
    observe: observing(log, metrics),
    soapOptions: {
      peerAddress: peerOf,
      requestId: requestIdOf,
      isOutage: isConnectionFailure,
      log: log.soapFailure,
      logWarning: log.soapWarning,
      maxRequestBytes: settings.maxSoapBytes,
      ...(settings.maxUnknownBytes !== undefined && { maxUnknownBytes: settings.maxUnknownBytes }),
      bodyBudget,
      timeoutMs: limitsOf(settings.limits).timeoutMs,
      answerIdleMs: settings.answerIdleMs,
      localOrigins: settings.allowedOrigins,
      ...(onHint !== null && { onHint }),
      ...options.behaviour?.soap,
    },
  });
  const developmentUser = backends.find((backend) => backend.developmentUser)?.developmentUser;
  const closeBackends = () => Promise.all(backends.map((backend) => backend.close()));
  let closing: Promise<void> | undefined;
  try {
    const warnings = [...(options.warnings ?? []), ...(await warningsAbout(backends))];
    const app = appOf({
      settings,
      backends,
      bodyBudget,
      responseLeases,
      log,
      metrics,
      onHint,
      isStopping: () => closing !== undefined,
    });
    const server = await listening(app.fetch, host, port, settings.answerIdleMs);
    const url = urlOf(server, host);
    log.listening({ url, services });
    for (const warning of warnings) log.warning(warning);
    const stop = async () => {
      log.stopping();
      await setTimeout(shutdownDelayMs);
      await closed(server, shutdownTimeoutMs);
      await closeBackends();
      log.stopped();
    };
    return {
      url,
      ...(developmentUser && { developmentUser }),
      close() {
        closing ??= stop();
        return closing;
      },
    };
  } catch (error) {
    await closeBackends();
    throw error;
  }
}

/**
 * Makes the leases of what upstreams answer, all of which share one budget; `undefined` where NetServer is embedded.
 */
async function responseLeasesOf({
  upstream,
  tenants,
  maxUpstreamBytes: maxBytes,
}: Pick<ServerOptions, "upstream" | "tenants"> & { readonly maxUpstreamBytes: number }) {
  if (upstream === undefined && tenants === undefined) return undefined;
  const { ResponseBudget } = await import("@superoffice-soap/client");
  return new ResponseLeases(new ResponseBudget({ maxBytes }));
}

function observing(log: ServerLog, metrics: ServerMetrics): BackendOptions["observe"] {
  return (netServer, upstream) =>
    observedPort(netServer, {
      metrics,
      onFailure: (failure, requestId) =>
        log.portError(upstream === undefined ? failure : upstreamFailureOf(failure, upstream), requestId),
    });
}

/** Returns sentences on what a server lacks, though it runs. */
async function warningsAbout(backends: readonly Backend[]): Promise<readonly string[]> {
  const haveUsers = await Promise.all(backends.map((backend) => backend.hasUsers()));
  if (haveUsers.every(Boolean)) return [];
  return [
    "Nobody can sign in: the embedded NetServer's store holds no user who may. Name a file of some with --users or " +
      "SUPEROFFICE_SOAP_USERS.",
  ];
}

function peerAddressBehind(trustedProxies: readonly string[]): (context: Context) => string | undefined {
  const clientAddress = forwardedFor(trustedProxies);
  return (context) => clientAddress(getConnInfo(context).remote.address, context.req.raw.headers);
}

interface AppParts {
  readonly settings: ServerOptions & Pick<Required<ServerOptions>, keyof typeof serverDefaults>;
  readonly backends: readonly Backend[];
  readonly bodyBudget: BodyBudget;
  readonly responseLeases: ResponseLeases | undefined;
  readonly log: ServerLog;
  readonly metrics: ServerMetrics;
  /** Receives the hint that would let a caller in; null in production. */
  readonly onHint: ((sentence: string) => void) | null;
  readonly isStopping: () => boolean;
}

function appOf({ settings, backends, bodyBudget, responseLeases, ...parts }: AppParts): Hono {
  const { log, metrics, onHint, isStopping } = parts;
  const { production, metricsFor, requestsPerAddress, trustedProxies } = settings;
  const checkReady = async () => void (await Promise.all(backends.map((backend) => backend.checkReady())));
  const tenantPaths = backends.map(({ basePath }) => basePath).filter((basePath) => basePath !== "");
  const app = new Hono(tenantPaths.length === 0 ? {} : { getPath: pathInAnyCase(tenantPaths) });
  app.onError((error, context) => {
    log.fault(error, requestIdOf(context));
    return context.text("Internal Server Error\n", 500);
  });
  app.use(...observeRequests({ log, metrics, peerAddress: peerAddressBehind(trustedProxies) }));
  if (responseLeases !== undefined) app.use(responseLeases.keep);
  app.use(refuseAmbiguousTargets());
  app.route("/", healthRoutes({ metrics, metricsFor, peerAddress: peerOf, checkReady, isStopping }));
  const { allowedOrigins, corsMaxAgeSeconds, requestsPerMinute } = settings;
  // Before the limit, so that a page can read that it has passed the limit, and so that its preflights do not count.
  for (const { basePath } of backends) {
    for (const path of [graphqlPath, soapPaths]) {
      cors(app, `${basePath}${path}`, { allowedOrigins, corsMaxAgeSeconds, onHint });
    }
  }
  if (Number.isFinite(requestsPerAddress)) app.use(limitAddresses(requestsPerAddress, peerOf));
  for (const { soap, close: _close, checkReady: _checkReady, ...backend } of backends) {
    const { basePath } = backend;
    const path = `${basePath}${graphqlPath}`;
    if (basePath !== "") app.get(`${basePath}/healthz`, answerAlive);
    app.get(`${basePath}/`, (context) => context.redirect(path));
    if (Number.isFinite(requestsPerMinute)) app.use(path, limitRequests(requestsPerMinute, peerOf));
    const served = {
      localOrigins: allowedOrigins,
      ...(onHint !== null && { onHint }),
      peerAddress: peerOf,
      bodyBudget,
      graphiql: !production,
      onUnexpectedError: log.fault,
    };
    app.route("/", graphqlApp({ introspection: !production, ...settings, ...backend, ...served }));
    app.route(basePath, soap);
  }
  return app;
}
