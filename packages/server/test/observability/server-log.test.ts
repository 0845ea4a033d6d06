import { expect, test } from "vitest";
import { createServerLog } from "../../src/observability/server-log.ts";

test.each(["error", "warn"] as const)("the log has what a connector did wrong, at the level %s", (level) => {
  const lines: string[] = [];
  const log = createServerLog("warn", { write: (line) => void lines.push(line) });
  const thrown = [{ error: "Error", message: "no route", frames: ["at connect (erp.js:1:1)"] }];
  log.connector({
    level,
    url: "test://erp",
    operation: "getActors",
    message: "The connector threw Error: no route",
    thrown,
  });
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      level,
      time: expect.any(String),
      message: "ERP connector",
      connector: { url: "test://erp", operation: "getActors", reason: "The connector threw Error: no route", thrown },
    },
  ]);
});
