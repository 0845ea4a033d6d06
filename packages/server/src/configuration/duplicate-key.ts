import { positionOf, type TextPosition } from "./json-syntax-error.ts";

/** A name that its object already has. */
export interface DuplicateKey extends TextPosition {
  readonly name: string;
}

/**
 * Returns the first name in a JSON text that is in its object for the second time, where `JSON.parse` takes the last
 * one.
 */
export function duplicateKeyIn(json: string): DuplicateKey | undefined {
  // A list has no names: `undefined`.
  const namesOfOpen: (Set<string> | undefined)[] = [];
  const marks = /["{}[\],]/g;
  let namesMayCome = false;
  for (let mark = marks.exec(json); mark !== null; mark = marks.exec(json)) {
    const [sign] = mark;
    if (sign === '"') {
      marks.lastIndex = endOfString(json, mark.index);
      const names = namesMayCome ? namesOfOpen.at(-1) : undefined;
      const name = names && String(JSON.parse(json.slice(mark.index, marks.lastIndex)));
      if (name !== undefined && names?.has(name)) return { name, ...positionOf(json, mark.index) };
      if (name !== undefined) names?.add(name);
    }
    if (sign === "{" || sign === "[") namesOfOpen.push(sign === "{" ? new Set() : undefined);
    if (sign === "}" || sign === "]") namesOfOpen.pop();
    namesMayCome = sign === "{" || sign === ",";
  }
  return undefined;
}

function endOfString(json: string, start: number): number {
  const signs = /["\\]/g;
  signs.lastIndex = start + 1;
  for (let sign = signs.exec(json); sign !== null; sign = signs.exec(json)) {
    if (sign[0] === '"') return signs.lastIndex;
    // The character after a backslash never ends the string.
    signs.lastIndex++;
  }
  return json.length;
}
