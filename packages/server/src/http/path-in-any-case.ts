import { getPath } from "hono/utils/url";

/**
 * The path of a request for Hono's routes, with the first segment as one of `basePaths` spells it: IIS takes a name in
 * any case, so that clients write it in any.
 */
export function pathInAnyCase(basePaths: readonly string[]): (request: Request) => string {
  const spelled = new Map(basePaths.map((basePath) => [basePath.toLowerCase(), basePath]));
  return (request) => {
    const path = getPath(request);
    const [first = ""] = /^\/[^/]+/.exec(path) ?? [];
    const basePath = spelled.get(first.toLowerCase());
    return basePath === undefined ? path : basePath + path.slice(first.length);
  };
}
