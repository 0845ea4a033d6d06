import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Libraries that do the same work another way. They are not installed with the project. */
const versions = { "fast-xml-parser": "5.3.2", soap: "1.13.0" } as const;

const directory = join(tmpdir(), "superoffice-soap-bench");

/** A peer, installed outside of the workspaces on first use; `undefined`, with a line that says so, when it cannot be. */
export function peer(name: keyof typeof versions): unknown {
  try {
    install();
    return createRequire(join(directory, "package.json"))(name);
  } catch {
    console.log(`  ${name} could not be installed, so it is left out`);
    return undefined;
  }
}

function install(): void {
  if (Object.keys(versions).every((name) => existsSync(join(directory, "node_modules", name)))) return;
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "package.json"), JSON.stringify({ private: true, dependencies: versions }));
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--silent"], { cwd: directory, stdio: "ignore" });
}
