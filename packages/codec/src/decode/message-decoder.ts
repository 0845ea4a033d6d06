import { type RequestHeaders, type ServicesVersion, servicesOfNamespace, shortened } from "@superoffice-soap/schema";
import { DecodeError, type DecodeErrorCode, type Position, quoted } from "../decode-error.ts";
import { type Dialect, envelopeNamespaces } from "../dialect.ts";
import type { Message } from "../message.ts";
import type { Attributes } from "../xml/attributes.ts";
import type { Scanner } from "../xml/fast/scanner.ts";
import { collapse } from "../xml/lexical.ts";
import type { ExpandedName } from "../xml/namespace-scope.ts";
import type { QualifiedName } from "../xml/qualified-name.ts";
import { StreamTokenizer } from "../xml/stream-tokenizer.ts";
import type { ItemReader, TokenHandler, Tokenizer, TokenizerFactory } from "../xml/tokenizer.ts";
import { Utf8Decoder } from "../xml/utf8-decoder.ts";
import { childNames, childPlan, furthestChild, type Irregular } from "./child-plan.ts";
import { declarationProblem } from "./declaration-problem.ts";
import { type DecodeOptions, defaultMaxDepth } from "./decode-options.ts";
import { DecodeWarning, type WarningReason } from "./decode-warning.ts";
import { ElementStack } from "./element-stack.ts";
import { EnvelopeReader } from "./envelope-reader.ts";
import { listReader } from "./fast/list-reader.ts";
import { type ValueOptions, ValueReader } from "./fast/value-reader.ts";
import { FaultElement, faultOf } from "./fault-element.ts";
import type { Frame } from "./frame.ts";
import type { ListSink } from "./list-sink.ts";
import { addPair, applyDefaults, invalid, isNil, nilValueOf, type Pair, textValueOf } from "./nil-and-default-rules.ts";
import { operationIndexOf } from "./operation-index.ts";
import type { ArrayPlan, EntityPlan, Plan, TextPlan } from "./plan.ts";

const streamTokenizer: TokenizerFactory = (handler) => new StreamTokenizer(handler);

/**
 * Reads one envelope from chunks of any size, cut anywhere. `write` and `end` throw DecodeError, after which the
 * decoder is spent.
 */
export class MessageDecoder implements TokenHandler {
  readonly #options: DecodeOptions;
  readonly #valueOptions: ValueOptions;
  readonly #envelope: EnvelopeReader;
  readonly #tokenizer: Tokenizer;
  readonly #characters = new Utf8Decoder();
  readonly #sink: ListSink | undefined;
  readonly #open = new ElementStack();
  /** The listener for warnings; `undefined` once it wants no more. */
  #onWarning: DecodeOptions["onWarning"];
  readonly #irregular: Irregular = (element, reason, skipped) => this.#warn(element, reason, skipped);
  #value: Record<string, unknown> | undefined;
  #fault: FaultElement | undefined;
  #rootClosed = false;
  /** True when the text before the root element ends inside a tag. */
  #endsInTag = false;
  /** The depth of the list whose items go to the sink; 0 when there is none. */
  #listDepth = 0;

  constructor(options: DecodeOptions = {}, sink?: ListSink, createTokenizer = streamTokenizer) {
    const { maxDepth = defaultMaxDepth, defaults = false, memberOrder = "any", onWarning } = options;
    this.#options = options;
    const inOrder = memberOrder === "wcf" || onWarning !== undefined;
    this.#valueOptions = { maxDepth, defaults, memberOrder, inOrder };
    this.#onWarning = onWarning;
    this.#sink = sink;
    this.#envelope = new EnvelopeReader((code, detail) => this.#fail(code, detail));
    this.#tokenizer = createTokenizer(this);
  }

  /** Reads on. Bytes must be UTF-8; a byte order mark is skipped. */
  write(chunk: Uint8Array | string): void {
    if (typeof chunk === "string") return this.#tokenize(chunk);
    for (let at = 0; at < chunk.length; at += bytesAtOnce) this.#read(chunk.subarray(at, at + bytesAtOnce));
  }

  #read(bytes: Uint8Array): void {
    const { text, invalid } = this.#characters.read(bytes);
    this.#tokenize(text);
    if (invalid) this.#failBehind("encoding_unsupported", "the bytes are not UTF-8");
  }

  #tokenize(text: string): void {
    this.#tokenizer.write(text);
    if (this.#open.depth === 0) this.#noteTag(text);
  }

  /** Ends the document and gives what it held. */
  end(): Message {
    if (this.#characters.endsCut()) this.#failBehind("xml_truncated", "the document ends in the middle of a character");
    this.#tokenizer.catchUp();
    if (!this.#rootClosed) this.#endEarly();
    const isEmpty = this.#value === undefined && this.#fault === undefined;
    if (isEmpty && !this.#envelope.failedCall(this.#options)) {
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
    return this.#open.root()?.kind === "envelope" ? this.#envelope.dialect() : undefined;
  }

  /** The header blocks of a request that were read so far, in a version of the contract. */
  requestHeaders(services: ServicesVersion): RequestHeaders {
    return this.#envelope.requestHeaders(services);
  }

  #noteTag(text: string): void {
    const last = Math.max(text.lastIndexOf("<"), text.lastIndexOf(">"));
    if (last >= 0) this.#endsInTag = text[last] === "<";
  }

  #endEarly(): void {
    if (this.#endsInTag && this.#open.depth === 0) this.#fail("xml_truncated", "the document ends inside of a tag");
    // A document without an element is the tokenizer's to refuse.
    if (this.#open.depth === 0) return this.#tokenizer.end();
    // The depth is above 0, so an element is open.
    const inside = this.#open.name() as string;
    this.#fail("xml_truncated", `<${shortened(inside)}> is not closed`);
  }

  declaration(version: string, encoding: string | undefined): void {
    const problem = declarationProblem(version, encoding);
    if (problem !== undefined) this.#fail(...problem);
  }

  open(name: QualifiedName, attributes: Attributes): void {
    const open = this.#open;
    const scope = open.scope().inside(attributes);
    const expanded = scope.expand(name);
    const { maxDepth } = this.#valueOptions;
    if (open.depth >= maxDepth) this.#fail("limit_exceeded", `more than ${maxDepth} elements deep`);
    const parent = open.top();
    open.push(scope, expanded?.local ?? name.text);
    if (expanded === undefined) {
      return this.#fail("xml_malformed", `the prefix of ${quoted(name.text)} is not declared`);
    }
    const problem = scope.problemOf(attributes);
    if (problem !== undefined) return this.#fail("xml_malformed", problem);
    this.#enter(parent, expanded, name, attributes);
  }

  #enter(parent: Frame, name: ExpandedName, written: QualifiedName, attributes: Attributes): void {
    switch (parent.kind) {
      case "entity":
      case "array":
      case "dictionary":
      case "pair":
        return this.#enterChild(parent, name, attributes);
      case "text":
        return this.#fail("element_unexpected", `<${shortened(name.local)}> stands where only text may`);
      case "document":
        this.#envelope.root(name, written.text, attributes);
        this.#open.top().kind = "envelope";
        return;
      case "envelope":
        return this.#enterPart(name, attributes);
      case "header":
        return this.#enterBlock(name, attributes, false);
      case "body":
        return this.#enterBody(name, attributes);
      case "fault":
        return this.#beginFault(parent.fault?.open(name, this.#open.scope()));
      case "skipped":
        return undefined;
    }
  }

  #enterChild(parent: Frame, name: ExpandedName, attributes: Attributes): void {
    const plan = childPlan(parent, name, this.#valueOptions.memberOrder, this.#irregular);
    if (plan === undefined) return;
    this.#begin(plan, name.local, attributes);
    if (this.#sink !== undefined && this.#open.depth === resultDepth && plan.kind === "array")
      this.#beginList(name.local);
  }

  #warn({ namespace, local }: ExpandedName, reason: WarningReason, skipped = true): void {
    if (this.#onWarning === undefined) return;
    const parent = this.#open.parent();
    const warning = new DecodeWarning({
      reason,
      skipped,
      path: this.#open.path(),
      namespace,
      position: this.#tokenizer,
      name: local,
      known: parent.kind === "envelope" ? envelopeParts : childNames(parent.plan),
      after: reason === "out-of-order" ? furthestChild(parent) : undefined,
    });
    if (this.#onWarning(warning) === false) this.#onWarning = undefined;
  }

  #enterPart(name: ExpandedName, attributes: Attributes): void {
    const isSoap = name.namespace === envelopeNamespaces[this.#envelope.soap];
    if (!isSoap && this.#options.headerBlocks === "in-header") return this.#warn(name, "outside-header");
    if (!isSoap) return this.#enterBlock(name, attributes, true);
    if (name.local === "Body") {
      this.#open.top().kind = "body";
    } else if (name.local === "Header") {
      this.#envelope.header();
      this.#open.top().kind = "header";
    } else {
      this.#warn(name, "unknown");
    }
  }

  #enterBlock(name: ExpandedName, attributes: Attributes, besideBody: boolean): void {
    const services = servicesOfNamespace(name.namespace);
    const plan = services && operationIndexOf(services).headers.get(name.local);
    if (services === undefined || plan === undefined) {
      const scope = this.#open.scope();
      return this.#envelope.foreignHeader(name, scope, attributes);
    }
    const blocks = this.#envelope.blocks(services, besideBody);
    // Wherever the two stand, the first counts.
    if (Object.hasOwn(blocks, name.local)) return this.#warn(name, "repeated");
    this.#begin(plan, name.local, attributes);
    // A header block's value goes into the envelope's blocks, not into the frame around it.
    this.#open.parent().value = blocks;
  }

  #enterBody(name: ExpandedName, attributes: Attributes): void {
    if (this.#value !== undefined || this.#fault !== undefined) {
      return this.#fail("element_unexpected", `the Body has a second element, <${shortened(name.local)}>`);
    }
    if (name.local === "Fault" && name.namespace === envelopeNamespaces[this.#envelope.soap]) {
      this.#fault = new FaultElement(this.#open.scope());
      return this.#beginFault(this.#fault);
    }
    this.#begin(this.#envelope.operation(name, this.#options).plan(), "", attributes);
    this.#value = this.#open.top().value as Record<string, unknown>;
  }

  #beginFault(element: FaultElement | undefined): void {
    if (element === undefined) return;
    const frame = this.#open.top();
    frame.kind = "fault";
    frame.fault = element;
  }

  #begin(plan: Plan, property: string, attributes: Attributes): void {
    const frame = this.#open.top();
    frame.kind = plan.kind;
    frame.plan = plan;
    frame.property = property;
    frame.position = 0;
    frame.text = "";
    frame.line = this.#tokenizer.line;
    frame.column = this.#tokenizer.column;
    frame.nil = isNil(attributes, this.#open.scope());
    frame.value = plan.kind === "text" ? undefined : plan.kind === "array" ? [] : {};
  }

  #beginList(member: string): void {
    const { target } = this.#envelope;
    if (target?.direction !== "response" || target.result !== member || this.#open.top().nil) return;
    this.#listDepth = this.#open.depth;
    this.#sink?.start(this.#envelope.message(this.#value ?? {}));
  }

  doctype(): never {
    return this.#fail("doctype_refused", "SOAP forbids a document type declaration");
  }

  malformed(reason: string): never {
    return this.#fail("xml_malformed", reason);
  }

  exceeded(limit: string): never {
    return this.#fail("limit_exceeded", limit);
  }

  contentAhead(scanner: Scanner): void {
    const { kind, nil, plan, value } = this.#open.top();
    if (kind !== "entity" || nil) return;
    const reader = new ValueReader(scanner, this.#valueOptions);
    // Such a frame's plan and value are an entity's.
    reader.members(plan as EntityPlan, value as Record<string, unknown>, this.#open.scope(), this.#open.depth);
  }

  itemsAhead(): ItemReader | undefined {
    const { kind, nil, plan } = this.#open.top();
    const isList = kind === "array" && !nil && this.#open.depth === resultDepth;
    if (!isList) return undefined;
    // Such a frame's plan is an array's.
    const array = { plan: plan as ArrayPlan, scope: this.#open.scope(), depth: this.#open.depth };
    return listReader(array, this.#valueOptions, (item) => this.#putItem(this.#open.top(), item));
  }

  text(text: string): void {
    const frame = this.#open.top();
    if (frame.kind === "text") frame.text += text;
    else if (frame.kind === "fault") frame.fault?.addText(text);
    else if (frame.kind !== "skipped" && frame.kind !== "document" && collapse(text) !== "") {
      this.#fail("element_unexpected", "there is text where only elements may stand");
    }
  }

  close(): void {
    const frame = this.#open.top();
    const value = this.#valueOf(frame);
    this.#open.pop();
    if (this.#open.depth === 0) this.#rootClosed = true;
    if (value !== undefined) this.#put(this.#open.top(), frame.property, value);
  }

  #valueOf(frame: Frame): unknown {
    const { kind, nil, plan, value } = frame;
    switch (kind) {
      case "text":
        return this.#textValue(frame, plan as TextPlan);
      case "entity":
        // Such a frame's plan and value are an entity's.
        if (this.#valueOptions.defaults && !nil) applyDefaults(plan as EntityPlan, value as Record<string, unknown>);
        // The operation's element is not a member of anything; `#value` has been its value from the start.
        if (this.#open.parent().kind === "body") return undefined;
        return nil ? this.#nilValue(frame) : value;
      case "array":
        if (this.#open.depth === this.#listDepth) this.#listDepth = 0;
        return nil ? this.#nilValue(frame) : value;
      case "dictionary":
      case "pair":
        return nil ? this.#nilValue(frame) : value;
      default:
        return undefined;
    }
  }

  #textValue(frame: Frame, plan: TextPlan): unknown {
    if (frame.nil) return this.#nilValue(frame);
    const value = textValueOf(plan, frame.text, this.#isItem());
    return value === invalid ? this.#failValue(frame, quoted(frame.text)) : value;
  }

  #nilValue(frame: Frame): null | undefined {
    // Only frames of values can be nil, and those have a plan.
    const value = nilValueOf(frame.plan as Plan, this.#isItem());
    return value === invalid ? this.#failValue(frame, "nil") : value;
  }

  #isItem(): boolean {
    return this.#open.parent().kind === "array";
  }

  #failValue({ plan, line, column }: Frame, found: string): never {
    return this.#failAt("value_invalid", `${found} is no ${plan?.expected}`, { line, column });
  }

  #put(parent: Frame, property: string, value: unknown): void {
    if (parent.kind === "array") return this.#putItem(parent, value);
    // Any other frame with a value inside has an object for its own.
    const members = parent.value as Record<string, unknown>;
    if (parent.kind !== "dictionary") {
      members[property] = value;
      return;
    }
    const problem = addPair(members, value as Pair | null, this.#valueOptions.memberOrder);
    if (problem !== undefined) this.#fail("value_invalid", problem);
  }

  #putItem(parent: Frame, value: unknown): void {
    if (this.#open.depth === this.#listDepth) this.#sink?.item(value);
    else (parent.value as unknown[]).push(value);
  }

  #fail(code: DecodeErrorCode, detail: string): never {
    return this.#failAt(code, detail, this.#tokenizer);
  }

  // At the end of what has come.
  #failBehind(code: DecodeErrorCode, detail: string): never {
    this.#tokenizer.catchUp();
    return this.#fail(code, detail);
  }

  #failAt(code: DecodeErrorCode, detail: string, position: Position): never {
    throw new DecodeError(code, detail, this.#open.path(), position);
  }
}

/** Bytes become text in parts of this many: parts of one long text take V8 longer to look into. */
const bytesAtOnce = 0x10000;

/** SOAP's own elements in an envelope. */
const envelopeParts = ["Header", "Body"];

/** The depth of parameters and results: they stand in Envelope, Body and the operation's element. */
const resultDepth = 4;
