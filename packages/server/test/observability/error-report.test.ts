import { expect, test } from "vitest";
import { errorReport } from "../../src/observability/error-report.ts";

test("of a fault its class, its code and its place are kept, but not its message", () => {
  const cause = Object.assign(new TypeError("INSERT INTO credentials VALUES ('secret')"), { code: "SQLITE_BUSY" });
  const fault = errorReport(new Error("7T:ticket", { cause }));
  expect(fault).toMatchObject({ type: "Error", cause: { type: "TypeError", code: "SQLITE_BUSY" } });
  expect(fault.frames[0]).toMatch(/^at .*error-report\.test\.ts/);
  expect(JSON.stringify(fault)).not.toMatch(/secret|7T:|INSERT/);
  expect(errorReport("text")).toEqual({ type: "something that is no error", frames: [] });
});

test("of a database that cannot be reached its class, its code and its message are kept, but no place", () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED 10.0.0.1:5432"), {
    code: "ECONNREFUSED",
    syscall: "connect",
  });
  const reason = "connect ECONNREFUSED 10.0.0.1:5432";
  expect(errorReport(refused)).toEqual({ type: "Error", code: "ECONNREFUSED", reason, frames: [] });
  const broken = new Error("Connection terminated unexpectedly");
  expect(errorReport(broken)).toEqual({ type: "Error", reason: broken.message, frames: [] });
});
