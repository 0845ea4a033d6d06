import { getPath } from "hono/utils/url";

/**
 * Returns a function that gives Hono's routes the path of a request, with the first segment as one of `basePaths`
 * spells it: IIS ignores the case of a name, so clients write it in any.
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
