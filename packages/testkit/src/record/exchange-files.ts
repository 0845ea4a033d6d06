import { createHash } from "node:crypto";
import { accessSync, constants, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { agents, findServices } from "@superoffice-soap/schema";
import { type Direction, directions } from "../generate/example.ts";
import { goldenPath } from "../golden/golden.ts";
import { type ScrubOptions, scrubExchange } from "../scrub/scrub-envelope.ts";
import { declaredAsUtf8 } from "../xml/xml-encoding.ts";
import { parseXml, type XmlElement } from "../xml/xml-tree.ts";

/** A call and its answer, as they went over the wire but uncompressed. */
export interface Exchange {
  /** The path of the request's URL, which names version and agent: `…/Services88/ForeignSystem.svc`. */
  readonly path: string;
  readonly request: string;
  readonly response: string;
}

/** The writer of exchanges as golden files. */
export interface ExchangeFiles {
  /** Makes the directory when it is missing. Throws an `UnwritableError` when no file can be written into it. */
  prepare(): void;
  /**
   * Writes the two envelopes of an exchange, scrubbed, and returns the path of the request's file below the directory.
   * Later exchanges of the same operation get a number (`GetKey-2.request.xml`); one that equals an earlier one is not
   * written again. Throws an `Error` that says why when the exchange is no call of an operation, and an
   * `UnwritableError` when the file system refuses. Neither error contains any part of the envelopes.
   */
  write(exchange: Exchange): string;
}

/** The error of a golden file that the file system does not take; `cause` is the file system's error. */
export class UnwritableError extends Error {
  override readonly name = "UnwritableError";
}

/**
 * Makes the writer of golden files below a directory. Existing files are overwritten, so that recording again shows as
 * a diff.
 */
export function createExchangeFiles(directory: string, options: ScrubOptions): ExchangeFiles {
  const counts = new Map<string, number>();
  const written = new Map<string, string>();
  return {
    prepare: () => attempt(`cannot write below ${directory}`, () => makeWritable(directory)),
    write(exchange) {
      const operation = operationPath(exchange);
      const { request, response } = declared(scrubExchange(exchange, options));
      const digest = createHash("sha256")
        .update(JSON.stringify([operation, request, response]))
        .digest("hex");
      const known = written.get(digest);
      if (known !== undefined) return known;
      const count = (counts.get(operation.join()) ?? 0) + 1;
      const path = writePair(directory, operation, count, { request, response });
      counts.set(operation.join(), count);
      written.set(digest, path);
      return path;
    },
  };
}

function declared({ request, response }: Pick<Exchange, Direction>): Readonly<Record<Direction, string>> {
  return { request: declaredAsUtf8(request), response: declaredAsUtf8(response) };
}

type OperationPath = readonly [services: string, agent: string, operation: string];

function operationPath({ path, request, response }: Exchange): OperationPath {
  const [, services, agent] = /\/(Services\d+)\/(\w+)\.svc$/i.exec(path) ?? [];
  if (services === undefined || agent === undefined) throw new Error(`${path} is no service's path`);
  bodyOf(response, "response");
  const [element] = bodyOf(request, "request").children;
  // The name becomes a file's, so it must not lead to another directory.
  if (element === undefined || !/^\w+$/.test(element.name)) throw new Error("the request's body names no operation");
  return [findServices(services) ?? services, agentOf(agent), element.name];
}

/** Returns the agent's name as the contract writes it: paths may have it in any case. */
function agentOf(name: string): string {
  return Object.keys(agents).find((agent) => agent.toLowerCase() === name.toLowerCase()) ?? name;
}

function bodyOf(xml: string, direction: Direction): XmlElement {
  const envelope = rootOf(xml, direction);
  const body = envelope.children.find(({ name }) => name === "Body");
  if (envelope.name !== "Envelope" || body === undefined) throw new Error(`the ${direction} is no SOAP envelope`);
  return body;
}

// The parser's own message would quote the envelope.
function rootOf(xml: string, direction: Direction): XmlElement {
  try {
    return parseXml(xml);
  } catch (error) {
    throw new Error(`the ${direction} is no XML`, { cause: error });
  }
}

function writePair(
  directory: string,
  [services, agent, operation]: OperationPath,
  count: number,
  envelopes: Readonly<Record<Direction, string>>,
): string {
  const name = count === 1 ? operation : `${operation}-${count}`;
  const pathOf = (direction: Direction) => goldenPath(services, agent, name, direction);
  for (const direction of directions) {
    const file = join(directory, pathOf(direction));
    attempt(`cannot write ${file}`, () => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, envelopes[direction]);
    });
  }
  return pathOf("request");
}

function makeWritable(directory: string): void {
  mkdirSync(directory, { recursive: true });
  accessSync(directory, constants.W_OK | constants.X_OK);
}

/** Runs a write; throws an `UnwritableError` that names the failure when the file system refuses it. */
function attempt(failure: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new UnwritableError(`${failure}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
