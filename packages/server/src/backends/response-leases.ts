import type { HttpBindings } from "@hono/node-server";
import type { Client, ResponseBudget, ResponseLease } from "@superoffice-soap/client";
import type { ServedContext } from "@superoffice-soap/endpoint";
import { requestIdOf } from "@superoffice-soap/graphql";
import { type CallContext, callContext, type NetServerPort } from "@superoffice-soap/schema";
import type { MiddlewareHandler } from "hono";

/** The lease of one request, or of those that are in flight under the same id. */
interface RequestLease {
  readonly lease: ResponseLease;
  requests: number;
}

/** The leases of the requests in flight: each holds what upstreams answered until its request's response is sent. */
export class ResponseLeases {
  readonly #budget: ResponseBudget;
  readonly #byRequestId = new Map<string, RequestLease>();

  constructor(budget: ResponseBudget) {
    this.#budget = budget;
  }

  /** Keeps a lease for each request until its response has been sent or given up. */
  readonly keep: MiddlewareHandler = async (context, next) => {
    const requestId = requestIdOf(context);
    const { outgoing }: Partial<HttpBindings> = context.env ?? {};
    if (requestId === undefined || outgoing === undefined) return next();
    this.#begin(requestId);
    outgoing.once("close", () => this.#end(requestId));
    return next();
  };

  /**
   * Returns the client as a port whose calls take from the lease of their request. Calls without one, such as those
   * that outlive their request, have one each.
   */
  port(client: Client): NetServerPort {
    return {
      call: (agent, operation, input, context) => client.call(agent, operation, input, this.#leased(context)),
      stream: (agent, operation, input, context) => client.stream(agent, operation, input, this.#leased(context)),
    };
  }

  // Only these: the context's other properties, which the client does not read, may be costly to find out.
  #leased(context: ServedContext): CallContext {
    const { services, ticket, applicationToken, timeZone, signal, requestId, onResponseHeaders } = context;
    const kept = requestId === undefined ? undefined : this.#byRequestId.get(requestId);
    const leased = callContext({ services, ticket, applicationToken, timeZone, signal });
    return Object.assign(leased, { onResponseHeaders, lease: kept?.lease ?? this.#budget.lease() });
  }

  #begin(requestId: string): void {
    const known = this.#byRequestId.get(requestId);
    const held = known ?? { lease: this.#budget.lease(), requests: 0 };
    if (known === undefined) this.#byRequestId.set(requestId, held);
    held.requests++;
    held.lease.enter();
  }

  #end(requestId: string): void {
    const held = this.#byRequestId.get(requestId);
    if (held === undefined) return;
    held.lease.leave();
    if (--held.requests === 0) this.#byRequestId.delete(requestId);
  }
}
