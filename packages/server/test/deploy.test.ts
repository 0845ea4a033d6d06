import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readSettings } from "../src/configuration/read-settings.ts";
import { variableOf, variablePrefix } from "../src/configuration/setting.ts";
import { type SettingValues, settingByName, settings } from "../src/configuration/settings.ts";

const deploy = fileURLToPath(new URL("../../../deploy/", import.meta.url));

function read(name: string): string {
  return readFileSync(`${deploy}${name}`, "utf8");
}

function valuesOf(sources: Parameters<typeof readSettings>[0]): SettingValues {
  const read = readSettings(sources);
  if (typeof read === "string") throw new Error("no settings were read");
  return read.values;
}

function exampleValues(): SettingValues {
  return valuesOf({ args: ["--config", `${deploy}config.example.json`], environment: {} });
}

test("every variable that is named is a setting", () => {
  const known = new Set([variableOf("config"), ...[...settingByName.keys()].map(variableOf)]);
  const pattern = new RegExp(`${variablePrefix}[A-Z_]+`, "g");
  const named = readdirSync(deploy).flatMap((name) => read(name).match(pattern) ?? []);
  expect(named).toContain("SUPEROFFICE_SOAP_DATA");
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test("the example of a configuration file is one", () => {
  expect(exampleValues()).toMatchObject({ allowOrigin: ["https://app.example.com"], shutdownDelayMs: 5000 });
});

describe("the systemd unit", () => {
  const unit = read("superoffice-soap.service");

  test("waits longer for the end than the program does with its defaults and the example's", () => {
    const [, seconds = ""] = /^TimeoutStopSec=(\d+)$/m.exec(unit) ?? [];
    expect(Number(seconds) * 1000).toBeGreaterThan(5000 + settings.shutdownTimeoutMs.default);
  });

  test("lets the service read each file that the example names, and the example itself", () => {
    const { users, tenants, behaviour, persistedDocuments } = exampleValues();
    const named = [users, tenants, behaviour, persistedDocuments].filter((path) => path !== null);
    expect(named).toHaveLength(1);
    const loaded = [...unit.matchAll(/^LoadCredential=([^:]+):\/etc\/superoffice-soap\/\1$/gm)].map(([, name]) => name);
    const readable = loaded.map((name) => `/run/credentials/superoffice-soap.service/${name}`);
    expect(readable).toEqual(expect.arrayContaining(named));
    expect(unit).toMatch(/--config \$\{CREDENTIALS_DIRECTORY\}\/config\.json$/m);
    expect(loaded).toContain("config.json");
  });

  test("is one to systemd", ({ skip }) => {
    const program = "systemd-analyze";
    const { error, stderr } = spawnSync(program, ["verify", `${deploy}superoffice-soap.service`], {
      encoding: "utf8",
    });
    if (error !== undefined) skip("there is no systemd-analyze");
    // systemd-analyze looks for the program too, which may be elsewhere here.
    const complaints = stderr.split("\n").filter((line) => /superoffice-soap/.test(line));
    expect(complaints.filter((line) => !/not executable/.test(line))).toEqual([]);
  });
});

describe("the container file", () => {
  // A comment, or an instruction with its continued lines.
  const instructions = read("Containerfile")
    .replace(/\\\n/g, " ")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));

  test("consists of instructions, the first one FROM", () => {
    const known = /^(?:FROM|WORKDIR|COPY|RUN|ENV|USER|VOLUME|EXPOSE|STOPSIGNAL|HEALTHCHECK|ENTRYPOINT) \S/;
    expect(instructions.filter((line) => !known.test(line))).toEqual([]);
    expect(instructions[0]).toMatch(/^FROM /);
  });

  test("sets what the program takes, starts it without a shell, and as nobody special", () => {
    const variables = instructions
      .filter((line) => line.startsWith("ENV "))
      .flatMap((line) => line.slice(4).split(" "));
    const environment = Object.fromEntries(variables.map((variable) => variable.split("=") as [string, string]));
    expect(valuesOf({ args: [], environment })).toMatchObject({ host: "0.0.0.0", port: 4000, data: "data" });
    const upstream = "https://crm.example.com/Remote";
    expect(valuesOf({ args: [], environment: { ...environment, SUPEROFFICE_SOAP_UPSTREAM: upstream } })).toMatchObject({
      upstream,
    });
    // The default is relative to the working directory, where it leads to the volume.
    const [last] = instructions.filter((line) => line.startsWith("WORKDIR ")).slice(-1);
    expect(last).toBe("WORKDIR /app");
    expect(instructions.find((line) => line.includes(" /data && "))).toMatch(/&& ln --symbolic \/data data$/);
    expect(instructions).toContain("VOLUME /data");
    const commands = instructions.flatMap((line) => /^(?:ENTRYPOINT|HEALTHCHECK .*CMD) +(.*)$/.exec(line)?.[1] ?? []);
    expect(commands.map((command) => (JSON.parse(command) as string[])[0])).toEqual(["node", "node"]);
    expect(instructions).toContain("USER node");
  });
});
