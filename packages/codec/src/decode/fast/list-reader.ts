import { FastPathUnsupported, Scanner } from "../../xml/fast/scanner.ts";
import type { NamespaceScope } from "../../xml/namespace-scope.ts";
import type { ItemReader, ItemsRead } from "../../xml/tokenizer.ts";
import type { ArrayPlan } from "../plan.ts";
import { type ValueOptions, ValueReader } from "./value-reader.ts";

/** An open array element. */
interface OpenArray {
  readonly plan: ArrayPlan;
  /** The namespace scope inside it. */
  readonly scope: NamespaceScope;
  /** The depth of its element, the envelope's being 1. */
  readonly depth: number;
}

/** Returns a reader of an array's items. It hands each to `take`, and stops at the first item that is not plain. */
export function listReader(array: OpenArray, options: ValueOptions, take: (item: unknown) => void): ItemReader {
  const { plan, scope, depth } = array;
  return (text): ItemsRead => {
    let scanner: Scanner | undefined;
    let length = 0;
    const push = (item: unknown) => {
      take(item);
      length = scanner?.at ?? 0;
    };
    try {
      scanner = Scanner.ofPart(text);
      new ValueReader(scanner, options).items(plan, { push }, scope, depth);
      return { length, goesOn: false };
    } catch (error) {
      if (error instanceof FastPathUnsupported) return { length, goesOn: scanner?.breaksOff ?? false };
      throw error;
    }
  };
}
