import { FastPathUnsupported, PlainScanner } from "../../xml/fast/scanner.ts";
import type { NamespaceScope } from "../../xml/namespace-scope.ts";
import type { ItemReader, ItemsRead } from "../../xml/tokenizer.ts";
import type { ArrayPlan } from "../plan.ts";
import { PlainValueReader, type ValueOptions } from "./value-reader.ts";

/** An array's element. */
interface OpenArray {
  readonly plan: ArrayPlan;
  /** The scope inside of it. */
  readonly scope: NamespaceScope;
  /** How deep it stands. */
  readonly depth: number;
}

/** Reads the items of an array that comes in pieces, as long as they are plain, and hands each to `take`. */
export function plainItems(array: OpenArray, options: ValueOptions, take: (item: unknown) => void): ItemReader {
  const { plan, scope, depth } = array;
  return (text): ItemsRead => {
    let scanner: PlainScanner | undefined;
    let length = 0;
    const push = (item: unknown) => {
      take(item);
      length = scanner?.at ?? 0;
    };
    try {
      scanner = PlainScanner.ofPart(text);
      new PlainValueReader(scanner, options).items(plan, { push }, scope, depth);
      return { length, goesOn: false };
    } catch (error) {
      if (error instanceof FastPathUnsupported) return { length, goesOn: scanner?.breaksOff ?? false };
      throw error;
    }
  };
}
