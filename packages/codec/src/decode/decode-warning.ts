import { nearestName } from "@superoffice-soap/schema";
import { type Position, quoted } from "../decode-error.ts";

/** The reason why an element is not as WCF wants it. */
export type WarningReason =
  /** No schema has an element of this name there. */
  | "unknown"
  /** The schema has an element of this name there, in another namespace. */
  | "wrong-namespace"
  /** It belongs before an element that has come. */
  | "out-of-order"
  /** It has come before. */
  | "repeated"
  /** A header block that stands beside the body, where only those in `Header` are read. */
  | "outside-header";

/** The parts of a warning, as the decoder knows them. */
export interface WarningParts {
  readonly reason: WarningReason;
  readonly skipped: boolean;
  readonly path: string;
  readonly namespace: string;
  readonly position: Position;
  /** The element's own name. */
  readonly name: string;
  /** The names that the schema knows there. */
  readonly known: readonly string[];
  readonly after: string | undefined;
}

/** An element that was skipped, or read although WCF would skip it. */
export class DecodeWarning {
  readonly reason: WarningReason;
  /** False when it was read all the same; WCF would skip it. */
  readonly skipped: boolean;
  /** Element names below the envelope, the element's own last. */
  readonly path: string;
  /** The element's namespace. */
  readonly namespace: string;
  /** The end of its start tag, as in a DecodeError. */
  readonly line: number;
  readonly column: number;
  /** For an element that is out of order, the name of one that it belongs before. */
  readonly after: string | undefined;
  readonly #name: string;
  readonly #known: readonly string[];

  constructor({ reason, skipped, path, namespace, position, name, known, after }: WarningParts) {
    this.reason = reason;
    this.skipped = skipped;
    this.path = path;
    this.namespace = namespace;
    this.line = position.line;
    this.column = position.column;
    this.after = after;
    this.#name = name;
    this.#known = known;
  }

  /** The name that was probably intended, for an unknown element. Computed on access. */
  get suggestion(): string | undefined {
    return this.reason === "unknown" ? nearestName(this.#name, this.#known) : undefined;
  }

  /** The problem, as it follows the element's name: `is not known (did you mean Value?)`, `stands after TableName`. */
  get detail(): string {
    return this.#detail();
  }

  #detail(): string {
    switch (this.reason) {
      case "unknown":
        return this.suggestion === undefined ? "is not known" : `is not known (did you mean ${this.suggestion}?)`;
      case "wrong-namespace":
        return this.namespace === "" ? "has no namespace" : `is in the namespace ${quoted(this.namespace)}`;
      case "out-of-order":
        return `stands after ${this.after}`;
      case "repeated":
        return "comes twice";
      case "outside-header":
        return "stands outside of Header";
    }
  }
}
