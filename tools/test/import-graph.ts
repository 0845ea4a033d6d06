import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";

/** Each name with the names that it points to. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

// As Biome formats them: `from "…";` ends a line, and a multi-line list of names ends in `} from "…";`.
const importing = /^(?:(?:import|export|\}) .*?from |import )"([^"]+)";$|\bimport\("([^"]+)"\)/gm;

/** Returns the specifiers that the text of a TypeScript file imports, types included. */
export function importsOf(text: string): string[] {
  return Array.from(text.matchAll(importing), (match) => match[1] ?? match[2] ?? "");
}

/** Returns the TypeScript files below a folder, relative to it, each with the files there that it imports. */
export function importGraph(folder: string): Graph {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts"));
  return new Map(files.map((file) => [file, new Set(importsWithin(file, readFileSync(`${folder}/${file}`, "utf8")))]));
}

function importsWithin(file: string, text: string): string[] {
  return importsOf(text)
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => posix.join(posix.dirname(file), specifier));
}

/**
 * Returns, for each folder of a package, the graph of what stands directly in it: a file, or a folder with all that it
 * holds. An arrow of the files is one of the rooms that hold them.
 */
export function roomGraphs(files: Graph): ReadonlyMap<string, Graph> {
  const floors = new Map<string, Map<string, Set<string>>>();
  for (const [file, imports] of files) {
    for (const folder of foldersOf(file)) roomsOf(floors, folder).set(roomIn(folder, file), new Set());
    void imports;
  }
  for (const [file, imports] of files) {
    for (const imported of imports) {
      const folder = sharedFolder(file, imported);
      const from = roomIn(folder, file);
      const to = roomIn(folder, imported);
      if (from !== to) roomsOf(floors, folder).get(from)?.add(to);
    }
  }
  return floors;
}

function roomsOf(floors: Map<string, Map<string, Set<string>>>, folder: string): Map<string, Set<string>> {
  const rooms = floors.get(folder) ?? new Map<string, Set<string>>();
  floors.set(folder, rooms);
  return rooms;
}

/** The folders that a file is below, `` for the root. */
function foldersOf(file: string): string[] {
  const names = file.split("/").slice(0, -1);
  return ["", ...names.map((_, index) => names.slice(0, index + 1).join("/"))];
}

function sharedFolder(one: string, other: string): string {
  const others = foldersOf(other);
  return foldersOf(one).findLast((folder) => others.includes(folder)) ?? "";
}

/** The name that stands directly in a folder and is, or holds, the file. */
function roomIn(folder: string, file: string): string {
  return file.slice(folder === "" ? 0 : folder.length + 1).split("/", 1)[0] ?? file;
}

/** Returns the circles of a graph: the names of each group that reach one another, sorted. Empty when there is none. */
export function circlesOf(graph: Graph): string[][] {
  const reached = new Map([...graph.keys()].map((name) => [name, reachableFrom(graph, name)]));
  const circles = new Map<string, string[]>();
  for (const [name, names] of reached) {
    if (!names.has(name)) continue;
    const circle = [...names].filter((other) => reached.get(other)?.has(name)).sort();
    circles.set(circle.join(" "), circle);
  }
  return [...circles.values()];
}

function reachableFrom(graph: Graph, start: string): Set<string> {
  const reached = new Set<string>();
  const waiting = [...(graph.get(start) ?? [])];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    waiting.push(...(graph.get(name) ?? []));
  }
  return reached;
}
