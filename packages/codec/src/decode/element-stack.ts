import { shortened } from "@superoffice-soap/schema";
import { NamespaceScope } from "../xml/namespace-scope.ts";
import { Frame } from "./frame.ts";

/** The elements that are open at some place in a document, the document itself around them. */
export class OpenElements {
  // Those beyond `depth` are kept for reuse. The first stands for the document.
  readonly #frames: Frame[] = [new Frame()];
  readonly #scopes: NamespaceScope[] = [NamespaceScope.outermost()];
  readonly #names: string[] = [];
  #depth = 0;

  constructor() {
    this.top().kind = "document";
  }

  /** How many are open. */
  get depth(): number {
    return this.#depth;
  }

  /** Opens an element; it is skipped unless its frame is told otherwise. */
  push(scope: NamespaceScope, name: string): void {
    this.#depth++;
    this.#names.push(name);
    this.#scopes[this.#depth] = scope;
    this.#frames[this.#depth] ??= new Frame();
    this.top().kind = "skipped";
  }

  /** Closes the innermost. */
  pop(): void {
    this.#depth--;
    this.#names.pop();
  }

  /** The innermost, or the document. */
  top(): Frame {
    return this.#frames[this.#depth] as Frame;
  }

  /** What is around the innermost. */
  parent(): Frame {
    return this.#frames[this.#depth - 1] as Frame;
  }

  /** The outermost, also when it was closed; `undefined` before it. */
  root(): Frame | undefined {
    return this.#frames[1];
  }

  /** The scope inside the innermost. */
  scope(): NamespaceScope {
    return this.#scopes[this.#depth] as NamespaceScope;
  }

  /** The innermost's name; `undefined` when none is open. */
  name(): string | undefined {
    return this.#names.at(-1);
  }

  /** The names below the envelope, as a message shows them. */
  path(): string {
    return this.#names.slice(1).map(shortened).join("/");
  }
}
