/** The options without those that are `undefined`, as which callers whose types are less strict leave one out. */
export function definedOptions<T extends object>(options: T): T {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  // Only optional members can be `undefined`.
  return Object.fromEntries(given) as T;
}
