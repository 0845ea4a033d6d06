import { expect, test } from "vitest";
import { faultReport } from "../src/fault-report.ts";

test("a fault is reported with its class, its code and its place, but without its message", () => {
  const cause = Object.assign(new TypeError("INSERT INTO credentials VALUES ('secret')"), { code: "SQLITE_BUSY" });
  const report = faultReport(new Error("7T:ticket", { cause }));
  expect(report).toMatch(/^Fault: Error\n\s+at .*fault-report\.test\.ts/);
  expect(report).toContain("caused by Fault: TypeError SQLITE_BUSY\n");
  expect(report).not.toMatch(/secret|7T:|INSERT/);
  expect(faultReport("text")).toBe("Fault: something that is no error was thrown");
});
