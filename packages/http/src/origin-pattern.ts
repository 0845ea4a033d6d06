/**
 * Tells whether a text can be among the origins that are allowed: `*` for all, an origin such as `https://app.example`, or
 * `https://*.app.example` for the origins of every host below that name.
 */
export function isOriginPattern(text: string): boolean {
  if (text === "*") return true;
  const [, scheme, parent] = wildcard.exec(text) ?? [];
  return scheme === undefined ? isOrigin(text) : isOrigin(`${scheme}${parent}`) && isNameWithParent(`${parent}`);
}

/** Tells which origins some patterns allow. Throws RangeError for one that is none. */
export function originCheck(patterns: readonly string[]): (origin: string) => boolean {
  const wrong = patterns.find((pattern) => !isOriginPattern(pattern));
  if (wrong !== undefined) throw new RangeError(`allowedOrigins must not hold ${JSON.stringify(wrong)}`);
  const exact = new Set(patterns);
  const parents = patterns.flatMap((pattern) => {
    const [, scheme = "", parent] = wildcard.exec(pattern) ?? [];
    return parent === undefined ? [] : [{ scheme, ending: `.${parent}` }];
  });
  return (origin) =>
    exact.has("*") ||
    exact.has(origin) ||
    // A host has no dot at its start, so that there is a name before the ending.
    parents.some(({ scheme, ending }) => origin.startsWith(scheme) && origin.slice(scheme.length + 1).endsWith(ending));
}

const wildcard = /^([a-z]+:\/\/)\*\.(.+)$/;

function isOrigin(text: string): boolean {
  return !text.includes("*") && URL.canParse(text) && new URL(text).origin === text;
}

// All hosts of a top-level domain are nobody's own; `localhost` is everybody's.
function isNameWithParent(host: string): boolean {
  return /\.[^.]*[a-z]/.test(host) || /^localhost(?::|$)/.test(host);
}
