import { shortened } from "@superoffice-soap/schema";
import { NamespaceScope } from "../xml/namespace-scope.ts";
import { Frame } from "./frame.ts";

/** The stack of open elements, with the document itself at the bottom. */
export class ElementStack {
  // Those beyond `depth` are kept for reuse. The first stands for the document.
  readonly #frames: Frame[] = [new Frame()];
  readonly #scopes: NamespaceScope[] = [NamespaceScope.outermost()];
  readonly #names: string[] = [];
  #depth = 0;

  constructor() {
    this.top().kind = "document";
  }

  /** The number of open elements. */
  get depth(): number {
    return this.#depth;
  }

  /** Opens an element, whose frame is `skipped` until the caller gives it another kind. */
  push(scope: NamespaceScope, name: string): void {
    this.#depth++;
    this.#names.push(name);
    this.#scopes[this.#depth] = scope;
    this.#frames[this.#depth] ??= new Frame();
    this.top().kind = "skipped";
  }

  /** Closes the innermost element. */
  pop(): void {
    this.#depth--;
    this.#names.pop();
  }

  /** Returns the innermost element's frame, or the document's. */
  top(): Frame {
    return this.#frames[this.#depth] as Frame;
  }

  /** Returns the frame around the innermost one. */
  parent(): Frame {
    return this.#frames[this.#depth - 1] as Frame;
  }

  /** Returns the root element's frame, also after it was closed; `undefined` before it. */
  root(): Frame | undefined {
    return this.#frames[1];
  }

  /** Returns the namespace scope inside the innermost element. */
  scope(): NamespaceScope {
    return this.#scopes[this.#depth] as NamespaceScope;
  }

  /** Returns the innermost element's name; `undefined` when none is open. */
  name(): string | undefined {
    return this.#names.at(-1);
  }

  /** Returns the names below the envelope, as error messages show them. */
  path(): string {
    return this.#names.slice(1).map(shortened).join("/");
  }
}
