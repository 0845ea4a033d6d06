import { type ServicesVersion, servicesOfNamespace } from "@superoffice-soap/schema";
import { type Dialect, envelopeNamespaces, schemaInstanceNamespace } from "../dialect.ts";
import { DecodeError, type DecodeErrorCode, type Position, quoted } from "../errors.ts";
import type { Message } from "../message.ts";
import { collapse } from "../xml/lexical.ts";
import { type ExpandedName, NamespaceScope } from "../xml/namespace-scope.ts";
import { createTokenizer, type Tokenizer, type TokenizerFactory } from "../xml/tokenizer.ts";
import { Utf8Reader } from "../xml/utf8-reader.ts";
import { childPlan } from "./child-plan.ts";
import { type DecodeOptions, defaultMaxDepth } from "./decode-options.ts";
import { EnvelopeReader } from "./envelope-reader.ts";
import { type FaultElement, faultOf } from "./fault-reader.ts";
import { Frame } from "./frame.ts";
import { operationIndexOf } from "./operation-index.ts";
import type { Plan, TextPlan } from "./plan.ts";

type Attributes = Readonly<Record<string, string>>;

/** Told of a response's list as it is read, so that the list need not be kept. */
export interface ListSink {
  /** The list begins; header blocks that stood before it are known. */
  readonly start: (message: Message) => void;
  /** The next item. */
  readonly item: (item: unknown) => void;
}

/**
 * Reads one envelope from chunks of any size, cut anywhere. `write` and `end` throw DecodeError, after which the
 * decoder is spent.
 */
export class MessageDecoder {
  readonly #options: DecodeOptions;
  readonly #maxDepth: number;
  readonly #envelope: EnvelopeReader;
  readonly #tokenizer: Tokenizer;
  readonly #characters = new Utf8Reader();
  readonly #sink: ListSink | undefined;
  // Open elements; those beyond `#depth` are kept for reuse. The first stands for the document.
  readonly #frames: Frame[] = [new Frame()];
  readonly #names: string[] = [];
  readonly #scopes: NamespaceScope[] = [NamespaceScope.outermost()];
  #depth = 0;
  #value: Record<string, unknown> | undefined;
  #fault: FaultElement | undefined;
  #rootClosed = false;
  /** The depth of the list whose items go to the sink; 0 when there is none. */
  #listDepth = 0;

  constructor(options: DecodeOptions = {}, sink?: ListSink, tokenizerFor: TokenizerFactory = createTokenizer) {
    this.#options = options;
    this.#maxDepth = options.maxDepth ?? defaultMaxDepth;
    this.#sink = sink;
    this.#envelope = new EnvelopeReader((code, detail) => this.#fail(code, detail));
    this.#top().kind = "document";
    this.#tokenizer = tokenizerFor({
      declaration: (version, encoding) => this.#declaration(version, encoding),
      open: (name, attributes) => this.#open(name, attributes),
      text: (text) => this.#text(text),
      close: () => this.#close(),
      doctype: () => this.#fail("doctype_refused", "SOAP forbids a document type declaration"),
      malformed: (message) => this.#fail("xml_malformed", message),
    });
  }

  /** Reads on. Bytes must be UTF-8; a byte order mark is skipped. */
  write(chunk: Uint8Array | string): void {
    const { text, invalid } =
      typeof chunk === "string" ? { text: chunk, invalid: false } : this.#characters.read(chunk);
    this.#tokenizer.write(text);
    if (invalid) this.#fail("encoding_unsupported", "the bytes are not UTF-8");
  }

  /** Ends the document and gives what it held. */
  end(): Message {
    if (this.#characters.endsCut()) this.#fail("xml_truncated", "the document ends in the middle of a character");
    if (!this.#rootClosed) this.#endEarly();
    if (this.#value === undefined && this.#fault === undefined) {
      this.#fail("envelope_invalid", "the envelope's Body is empty");
    }
    this.#tokenizer.end();
    if (this.#fault !== undefined) {
      return { kind: "fault", dialect: this.#envelope.dialect(), fault: faultOf(this.#fault) };
    }
    return this.#envelope.message(this.#value ?? {});
  }

  /** The form of what was read so far; `undefined` before the envelope's tag. */
  dialect(): Dialect | undefined {
    return this.#frames[1]?.kind === "envelope" ? this.#envelope.dialect() : undefined;
  }

  #endEarly(): never {
    // What the tokenizer holds back may be malformed, which is the better reason.
    if (this.#depth === 0) this.#tokenizer.end();
    const inside = this.#names.at(-1);
    return this.#fail("xml_truncated", inside === undefined ? "there is no element" : `<${inside}> is not closed`);
  }

  #declaration(version: string | undefined, encoding: string | undefined): void {
    if (version !== undefined && version !== "1.0") this.#fail("xml_malformed", `XML ${version} is not supported`);
    if (encoding !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(encoding)) {
      this.#fail("encoding_unsupported", `the encoding ${quoted(encoding)} is not supported, only UTF-8 is`);
    }
  }

  #open(name: string, attributes: Attributes): void {
    const outer = this.#scopes[this.#depth] as NamespaceScope;
    const scope = outer.inside(attributes);
    const expanded = scope.expand(name);
    if (this.#depth >= this.#maxDepth) this.#fail("limit_exceeded", `more than ${this.#maxDepth} elements deep`);
    const parent = this.#top();
    this.#push(scope, expanded?.local ?? name);
    if (expanded === undefined) return this.#fail("xml_malformed", `the prefix of ${quoted(name)} is not declared`);
    this.#enter(parent, expanded, name, attributes);
  }

  #push(scope: NamespaceScope, local: string): void {
    this.#names.push(local);
    this.#depth++;
    this.#scopes[this.#depth] = scope;
    this.#frames[this.#depth] ??= new Frame();
    this.#top().kind = "skipped";
  }

  #enter(parent: Frame, name: ExpandedName, written: string, attributes: Attributes): void {
    switch (parent.kind) {
      case "entity":
      case "array":
      case "dictionary":
      case "pair":
        return this.#enterChild(parent, name, attributes);
      case "text":
        return this.#fail("element_unexpected", `<${name.local}> stands where only text may`);
      case "document":
        return this.#enterRoot(name, written, attributes);
      case "envelope":
        return this.#enterPart(name, attributes);
      case "header":
        return this.#enterBlock(name, attributes, false);
      case "body":
        return this.#enterBody(name, attributes);
      case "fault":
        return this.#enterFault(parent, name);
      case "skipped":
        return undefined;
    }
  }

  #enterChild(parent: Frame, name: ExpandedName, attributes: Attributes): void {
    const plan = childPlan(parent, name);
    if (plan === undefined) return this.#skip(name.namespace);
    this.#begin(plan, name.local, attributes);
    if (this.#sink !== undefined && this.#depth === resultDepth && plan.kind === "array") this.#beginList(name.local);
  }

  #enterRoot(name: ExpandedName, written: string, attributes: Attributes): void {
    this.#envelope.root(name, written, attributes);
    this.#top().kind = "envelope";
  }

  #enterPart(name: ExpandedName, attributes: Attributes): void {
    const isSoap = name.namespace === envelopeNamespaces[this.#envelope.soap];
    if (!isSoap) return this.#enterBlock(name, attributes, true);
    if (name.local === "Body") {
      this.#top().kind = "body";
    } else if (name.local === "Header") {
      this.#envelope.header();
      this.#top().kind = "header";
    }
  }

  #enterBlock(name: ExpandedName, attributes: Attributes, besideBody: boolean): void {
    const services = servicesOfNamespace(name.namespace);
    const plan = services && operationIndexOf(services).headers.get(name.local);
    if (services === undefined || plan === undefined) {
      const scope = this.#scopes[this.#depth] as NamespaceScope;
      return this.#envelope.foreignHeader(name, scope, attributes);
    }
    this.#begin(plan, name.local, attributes);
    this.#hold(services, besideBody);
  }

  // A header block's value goes into the envelope's blocks, not into the frame around it.
  #hold(services: ServicesVersion, besideBody: boolean): void {
    const parent = this.#frames[this.#depth - 1] as Frame;
    parent.value = this.#envelope.blocks(services, besideBody);
  }

  #enterBody(name: ExpandedName, attributes: Attributes): void {
    if (this.#value !== undefined || this.#fault !== undefined) {
      return this.#fail("element_unexpected", `the Body has a second element, <${name.local}>`);
    }
    if (name.local === "Fault" && name.namespace === envelopeNamespaces[this.#envelope.soap]) {
      this.#fault = this.#beginFault(name);
      return;
    }
    this.#begin(this.#envelope.operation(name, this.#options).plan(), "", attributes);
    this.#value = this.#top().value as Record<string, unknown>;
  }

  #enterFault(parent: Frame, name: ExpandedName): void {
    parent.fault?.children.push(this.#beginFault(name));
  }

  #beginFault(name: ExpandedName): FaultElement {
    const frame = this.#top();
    frame.kind = "fault";
    frame.fault = { name, scope: this.#scopes[this.#depth] as NamespaceScope, children: [], text: "" };
    return frame.fault;
  }

  #begin(plan: Plan, property: string, attributes: Attributes): void {
    const frame = this.#top();
    frame.kind = plan.kind;
    frame.plan = plan;
    frame.property = property;
    frame.place = 0;
    frame.text = "";
    frame.line = this.#tokenizer.line;
    frame.column = this.#tokenizer.column;
    frame.nil = this.#isNil(attributes);
    frame.value = plan.kind === "text" ? undefined : plan.kind === "array" ? [] : {};
  }

  #isNil(attributes: Attributes): boolean {
    // Most elements have no attributes at all.
    for (const _ in attributes) {
      const scope = this.#scopes[this.#depth] as NamespaceScope;
      const nil = scope.attribute(attributes, schemaInstanceNamespace, "nil");
      return nil !== undefined && /^\s*(?:true|1)\s*$/.test(nil);
    }
    return false;
  }

  #beginList(member: string): void {
    const { target } = this.#envelope;
    if (target?.direction !== "response" || target.result !== member || this.#top().nil) return;
    this.#listDepth = this.#depth;
    this.#sink?.start(this.#envelope.message(this.#value ?? {}));
  }

  #skip(namespace: string): void {
    this.#options.onUnknown?.({ path: this.#path(), namespace });
  }

  #text(text: string): void {
    const frame = this.#top();
    if (frame.kind === "text") frame.text += text;
    else if (frame.kind === "fault" && frame.fault !== undefined) frame.fault.text += text;
    else if (frame.kind !== "skipped" && frame.kind !== "document" && collapse(text) !== "") {
      this.#fail("element_unexpected", "there is text where only elements may stand");
    }
  }

  #close(): void {
    const frame = this.#top();
    const value = this.#valueOf(frame);
    this.#names.pop();
    this.#depth--;
    if (this.#depth === 0) this.#rootClosed = true;
    if (value !== undefined) this.#put(this.#top(), frame.property, value);
  }

  #valueOf(frame: Frame): unknown {
    switch (frame.kind) {
      case "text":
        return frame.nil ? null : this.#textValue(frame, frame.plan as TextPlan);
      case "entity":
        if (this.#options.defaults && !frame.nil) this.#fillIn(frame);
        return this.#isOperation() ? undefined : frame.nil ? null : frame.value;
      case "array":
        if (this.#depth === this.#listDepth) this.#listDepth = 0;
        return frame.nil ? null : frame.value;
      case "dictionary":
      case "pair":
        return frame.nil ? null : frame.value;
      default:
        return undefined;
    }
  }

  // The operation's element is not a member of anything; `#value` has been its value from the start.
  #isOperation(): boolean {
    return this.#frames[this.#depth - 1]?.kind === "body";
  }

  #textValue({ text, line, column }: Frame, plan: TextPlan): unknown {
    const value = plan.read(text);
    if (value !== undefined && (plan.emptyIsValue || text !== "")) return value;
    // Clients that know no nil send an empty element for a value type that they leave out.
    const parent = this.#frames[this.#depth - 1] as Frame;
    if (collapse(text) === "" && parent.kind !== "array") return undefined;
    return this.#failAt("value_invalid", `${quoted(text)} is no ${plan.expected}`, { line, column });
  }

  #fillIn(frame: Frame): void {
    const value = frame.value as Record<string, unknown>;
    if (frame.plan?.kind !== "entity") return;
    for (const [name, make] of frame.plan.defaults) value[name] ??= make();
  }

  #put(parent: Frame, property: string, value: unknown): void {
    if (parent.kind === "array") this.#putItem(parent, value);
    else if (parent.kind === "dictionary") this.#putPair(parent, value as Pair | null);
    else (parent.value as Record<string, unknown>)[property] = value;
  }

  #putItem(parent: Frame, value: unknown): void {
    if (this.#depth === this.#listDepth) this.#sink?.item(value);
    else (parent.value as unknown[]).push(value);
  }

  #putPair({ value: entries }: Frame, pair: Pair | null): void {
    const { Key: key, Value: value = null } = pair ?? {};
    if (typeof key !== "string") return this.#fail("value_invalid", "a pair of the dictionary has no Key");
    if (Object.hasOwn(entries as object, key)) {
      return this.#fail("value_invalid", `the dictionary has two pairs with the Key ${quoted(key)}`);
    }
    // Unlike an assignment, this makes a property of `__proto__` too.
    Object.defineProperty(entries, key, { value, writable: true, enumerable: true, configurable: true });
  }

  #top(): Frame {
    return this.#frames[this.#depth] as Frame;
  }

  #path(): string {
    return this.#names.slice(1).join("/");
  }

  #fail(code: DecodeErrorCode, detail: string): never {
    return this.#failAt(code, detail, this.#tokenizer);
  }

  #failAt(code: DecodeErrorCode, detail: string, position: Position): never {
    throw new DecodeError(code, detail, this.#path(), position);
  }
}

/** A pair of a dictionary, read. */
interface Pair {
  readonly Key?: unknown;
  readonly Value?: unknown;
}

/** The depth of parameters and results: they stand in Envelope, Body and the operation's element. */
const resultDepth = 4;
