// Prints "passed failed skipped", added up over the results that the packages' tests left. A test file that did not run,
// and a package without a result or without a test, count as one failed each.
import { existsSync, readdirSync, readFileSync } from "node:fs";

const workspaces = ["packages", "examples"].flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`));
const projects = [...workspaces, "tools", "e2e"].filter(hasTests);
let passed = 0;
let failed = 0;
let skipped = 0;

for (const project of projects) {
  const results = readJson(`${project}/test-results/vitest.json`);
  passed += results?.numPassedTests ?? 0;
  failed += failuresOf(results);
  skipped += (results?.numPendingTests ?? 0) + (results?.numTodoTests ?? 0);
}
console.log(passed, failed, skipped);

function hasTests(project) {
  return readJson(`${project}/package.json`)?.scripts?.test !== undefined;
}

function failuresOf(results) {
  if (results === undefined) return 1;
  const failures = results.numFailedTests + filesNotRun(results);
  return results.numTotalTests === 0 ? Math.max(1, failures) : failures;
}

function filesNotRun({ testResults }) {
  const failed = testResults.filter(({ status }) => status === "failed");
  return failed.filter((file) => file.assertionResults.every(({ status }) => status !== "failed")).length;
}

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
