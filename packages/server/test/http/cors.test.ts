import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { cors } from "../../src/http/cors.ts";

function served(allowedOrigins: readonly string[] = []): Hono {
  const app = new Hono();
  cors(app, "/graphql", { allowedOrigins, corsMaxAgeSeconds: 600, onHint: null });
  return app.post("/graphql", (context) => context.json({}));
}

describe("pages of other origins", () => {
  const preflight = (app: Hono, origin: string) =>
    app.request("/graphql", {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
      },
    });

  test("may not call", async () => {
    const response = await preflight(served(), "https://app.example");
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("may call when they are allowed to", async () => {
    const app = served(["https://app.example"]);
    const allowed = await preflight(app, "https://app.example");
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://app.example");
    expect(allowed.headers.get("access-control-allow-headers")).toBe("authorization,content-type");
    expect((await preflight(app, "https://evil.example")).headers.get("access-control-allow-origin")).toBeNull();
  });
});
