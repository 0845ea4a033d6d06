import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname } from "node:path/posix";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { circlesOf, importGraph, importsOf, roomGraphs } from "./import-graph.ts";

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly nx?: { readonly tags?: readonly string[] };
}

interface Layer {
  /** The workspace packages its sources may use. */
  readonly uses: readonly string[];
  /** All the other packages its sources may use; absent when that is left to the package. */
  readonly libraries?: readonly string[];
  /** True when its sources run without Node. */
  readonly portable?: boolean;
}

/** The one direction of dependency. An arrow that is not here needs an argument, not just an entry. */
const layers: Readonly<Record<string, Layer>> = {
  schema: { uses: [], libraries: ["typebox"], portable: true },
  codec: { uses: ["schema"], libraries: ["xmlbuilder2"], portable: true },
  http: { uses: [] },
  testkit: { uses: ["schema"] },
  client: { uses: ["schema", "codec"] },
  netserver: { uses: ["schema"] },
  endpoint: { uses: ["schema", "codec", "http"] },
  graphql: { uses: ["schema", "http"] },
  server: { uses: ["schema", "codec", "http", "client", "endpoint", "netserver", "graphql"] },
};

/** The files that a folder may hold; the largest has one for each type of an agent. */
const maxFiles = 22;

/** Tells whether the sources of a layer use another, be it by way of others. */
function needs(name: string, other: string): boolean {
  const { uses } = layers[name] ?? { uses: [] };
  return uses.includes(other) || uses.some((used) => needs(used, other));
}

const scope = "@superoffice-soap/";
const root = fileURLToPath(new URL("../../", import.meta.url));
const packages = `${root}packages/`;

const names = readdirSync(packages).filter((name) => existsSync(`${packages}${name}/package.json`));

describe.each(names)("%s", (name) => {
  const manifest = JSON.parse(readFileSync(`${packages}${name}/package.json`, "utf8")) as Manifest;
  const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  const imports = importsBelow(`${packages}${name}/src`);
  const { uses, libraries, portable = false } = layers[name] ?? { uses: [] };

  test("has its layer", () => {
    expect(Object.keys(layers)).toContain(name);
    expect(manifest.nx?.tags).toEqual([`layer:${name}`]);
  });

  test("depends on the layers below it and no others", () => {
    expect(workspaceNames(declared).filter((used) => !uses.includes(used))).toEqual([]);
    expect(offenders(imports, (from) => isWorkspace(from) && !uses.includes(from.slice(scope.length)))).toEqual([]);
  });

  test("needs, in its tests, nothing that needs it back", () => {
    const inTests = workspaceNames(Object.keys(manifest.devDependencies ?? {}));
    expect(inTests.filter((used) => needs(used, name))).toEqual([]);
  });

  test("imports only what it declares, or Node's own", () => {
    expect(offenders(imports, (from) => !isBuiltin(from) && !declared.includes(from))).toEqual([]);
  });

  const graph = importGraph(`${packages}${name}/src`);

  test("has no circle of imports", () => {
    expect(circlesOf(graph)).toEqual([]);
  });

  test("has no folder that imports from one that imports from it", () => {
    const circles = [...roomGraphs(graph)].flatMap(([folder, rooms]) =>
      circlesOf(rooms).map((circle) => `${folder}/: ${circle.join(" ")}`),
    );
    expect(circles).toEqual([]);
  });

  test("has folders that one can look over", () => {
    const folders = Array.from(graph.keys(), (file) => dirname(file));
    const filesIn = (folder: string) => folders.filter((other) => other === folder).length;
    expect([...new Set(folders)].filter((folder) => filesIn(folder) > maxFiles)).toEqual([]);
  });

  if (libraries !== undefined) {
    test("uses no library beyond its few", () => {
      expect(declared.filter((used) => !isWorkspace(used) && !libraries.includes(used))).toEqual([]);
    });
  }

  if (portable) {
    test("runs without Node", () => {
      expect(offenders(imports, isBuiltin)).toEqual([]);
    });
  }
});

const examples = `${root}examples/`;
const exampleNames = readdirSync(examples).filter((name) => existsSync(`${examples}${name}/package.json`));

describe.each(exampleNames)("the example %s", (name) => {
  const manifest = JSON.parse(readFileSync(`${examples}${name}/package.json`, "utf8")) as Manifest;
  const declared = Object.keys(manifest.dependencies ?? {});

  test("is one, and talks to the server as any app does: by GraphQL alone", () => {
    expect(manifest.nx?.tags).toEqual(["layer:example"]);
    expect(workspaceNames(declared)).toEqual([]);
    expect(workspaceNames(Object.keys(manifest.devDependencies ?? {}))).toEqual(["graphql"]);
  });

  test("imports only what it declares, or Node's own", () => {
    const imports = importsBelow(`${examples}${name}/src`);
    expect(offenders(imports, (from) => !isBuiltin(from) && !declared.includes(from))).toEqual([]);
  });
});

test("codec: the XML builder stays in the wsdl entry, off every call's path", () => {
  const users = offenders(importsBelow(`${packages}codec/src`), (from) => from === "xmlbuilder2");
  expect(users.filter((use) => !use.startsWith("wsdl/"))).toEqual([]);
});

test("a library has one version, in whatever manifests it is declared", () => {
  const versions = new Map<string, Set<string>>();
  for (const manifest of manifests()) {
    for (const [library, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      versions.set(library, (versions.get(library) ?? new Set()).add(version));
    }
  }
  expect([...versions].filter(([, spelled]) => spelled.size > 1)).toEqual([]);
});

/** The manifests of the root and of its workspaces. */
function manifests(): Manifest[] {
  const folders = ["./", "tools/", "e2e/", ...names.map((name) => `packages/${name}/`)];
  const all = [...folders, ...exampleNames.map((name) => `examples/${name}/`)];
  return all.map((folder) => JSON.parse(readFileSync(`${root}${folder}package.json`, "utf8")) as Manifest);
}

interface Import {
  readonly file: string;
  /** The package's name, without the path of an entry point. */
  readonly from: string;
}

/** Returns the other packages that the TypeScript files below a folder import, types included. */
function importsBelow(folder: string): Import[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return files.flatMap((file) =>
    importsOf(readFileSync(`${folder}/${file}`, "utf8"))
      // A name with `#` is the package's own, from the `imports` of its package.json.
      .filter((specifier) => !/^[.#]/.test(specifier))
      .map((specifier) => ({ file: file.replaceAll("\\", "/"), from: packageOf(specifier) })),
  );
}

function packageOf(specifier: string): string {
  if (isBuiltin(specifier)) return specifier;
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

function offenders(imports: readonly Import[], offends: (from: string) => boolean): string[] {
  return imports.filter(({ from }) => offends(from)).map(({ file, from }) => `${file} imports ${from}`);
}

function isWorkspace(name: string): boolean {
  return name.startsWith(scope);
}

function workspaceNames(names: readonly string[]): string[] {
  return names.filter(isWorkspace).map((name) => name.slice(scope.length));
}
