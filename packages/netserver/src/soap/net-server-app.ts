import type { NetServerPort } from "@superoffice-soap/schema";
import { Hono } from "hono";
import { compress } from "hono/compress";
import { answerPost } from "./answer-post.ts";
import { servicePaths } from "./service-path.ts";
import { type SoapEndpointOptions, soapEndpointSettingsOf } from "./soap-endpoint-options.ts";

/**
 * The SOAP endpoint of a NetServer, as a Hono app: `POST /Remote/ServicesNN/Agent.svc` calls the port and answers in the
 * dialect and version of SOAP that it was asked in. Mount it anywhere, or serve it as it is.
 */
export function netServerApp(port: NetServerPort, options: SoapEndpointOptions = {}): Hono {
  const settings = soapEndpointSettingsOf(options);
  const app = new Hono();
  for (const path of servicePaths) {
    app.use(path, compress({ encoding: "gzip", threshold: settings.gzipFromBytes }));
    app.post(path, (context) => answerPost(context, port, settings));
  }
  return app;
}
