/** Returns the options without those that are `undefined`, which callers with less strict types pass to leave one out. */
export function definedOptions<T extends object>(options: T): T {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  // Only optional members can be `undefined`.
  return Object.fromEntries(given) as T;
}
