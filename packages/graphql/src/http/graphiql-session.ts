/**
 * A script for GraphiQL's page, in the browser's JavaScript. `graphiqlSession(defaultTabs)` returns a storage for
 * GraphiQL in which headers, which hold tickets, last as long as the browser's tab, and everything else as long as the
 * profile. It prepares the storage so that GraphiQL reopens the active tab: GraphiQL looks for the tab with the texts
 * that it stored last, and adds a blank tab when none matches.
 */
export const graphiqlSession = `
function graphiqlSession(defaultTabs) {
  const tabsKey = "graphiql:tabState";
  const secretKeys = new Set([tabsKey, "graphiql:headers"]);
  const mapHeaders = (text, map) =>
    JSON.stringify(JSON.parse(text), function (key, value) {
      return key === "headers" ? map(value, this) : value;
    });
  const prefilled = (headers, { query }) => headers ?? defaultTabs.find((tab) => tab.query === query)?.headers ?? null;
  const storage = {
    getItem(key) {
      const kept = secretKeys.has(key) ? sessionStorage.getItem(key) : null;
      const text = kept ?? localStorage.getItem(key);
      return key === tabsKey && text !== null ? mapHeaders(text, prefilled) : text;
    },
    setItem(key, text) {
      if (secretKeys.has(key)) sessionStorage.setItem(key, text);
      if (key === "graphiql:headers") return;
      localStorage.setItem(key, /^[{[]/.test(text) && text.includes('"headers"') ? mapHeaders(text, () => null) : text);
    },
    removeItem(key) {
      sessionStorage.removeItem(key);
      localStorage.removeItem(key);
    },
    clear() {
      for (const key of Object.keys(localStorage)) if (key.startsWith("graphiql:")) this.removeItem(key);
    },
    get length() {
      return Object.keys(localStorage).filter((key) => key.startsWith("graphiql:")).length;
    },
  };
  try {
    const { tabs, activeTabIndex } = JSON.parse(storage.getItem(tabsKey));
    // A link may name a query.
    const named = new URL(location.href).searchParams.get("query");
    const open = tabs[activeTabIndex];
    const tab = named === null || open.query === named ? open : tabs.find(({ query }) => query === named);
    for (const part of ["query", "variables", "headers"]) storage.setItem("graphiql:" + part, tab[part] ?? "");
  } catch {
    // Nothing is kept yet, or what is kept is of no use: GraphiQL opens its default tabs, or adds the query that is named.
  }
  return storage;
}
`;
