import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Libraries that do the same work another way, in groups that are installed together. They are not installed with the
 * project.
 */
const groups = {
  "superoffice-soap-bench": { "fast-xml-parser": "5.3.2", soap: "1.13.0" },
  "superoffice-soap-bench-mesh": {
    "@graphql-hive/gateway-runtime": "2.12.1",
    "@graphql-mesh/fusion-composition": "0.11.2",
    "@graphql-mesh/transport-soap": "0.13.1",
    "@graphql-mesh/utils": "0.107.1",
    "@graphql-tools/utils": "11.2.2",
    "@omnigraph/soap": "0.96.0",
    "@whatwg-node/fetch": "0.10.13",
    graphql: "16.15.0",
  },
} as const;

type PeerName = { [Group in keyof typeof groups]: keyof (typeof groups)[Group] }[keyof typeof groups];

/** A peer, installed outside of the workspaces on first use; `undefined`, with a line that says so, when it cannot be. */
export function peer(name: PeerName): unknown {
  try {
    for (const [group, versions] of Object.entries(groups)) {
      if (name in versions) return createRequire(join(installed(group, versions), "package.json"))(name);
    }
  } catch {
    console.log(`  ${name} could not be installed, so it is left out`);
  }
  return undefined;
}

/** The folder that a group is installed in. */
function installed(group: string, versions: Readonly<Record<string, string>>): string {
  const directory = join(tmpdir(), group);
  if (Object.keys(versions).every((name) => existsSync(join(directory, "node_modules", name)))) return directory;
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "package.json"), JSON.stringify({ private: true, dependencies: versions }));
  // Mesh's reader of WSDLs asks for other versions of Mesh's parts than its gateway does, and runs with these.
  const options = ["--legacy-peer-deps", "--no-audit", "--no-fund", "--silent"];
  execFileSync("npm", ["install", ...options], { cwd: directory, stdio: "ignore" });
  return directory;
}
