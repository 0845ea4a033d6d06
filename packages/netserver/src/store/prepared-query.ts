import type { Compilable, CompiledQuery } from "kysely";
import type { Queries } from "./store.ts";

/** A query whose SQL is compiled once for a store: compiling costs more than running it. */
export interface PreparedQuery<P, R> {
  /** Runs the query and returns its rows. */
  rows(queries: Queries, parameters: P): Promise<R[]>;
  /** Runs the query and returns the first row; `undefined` when there is none. */
  row(queries: Queries, parameters: P): Promise<R | undefined>;
  /** Returns the SQL with these parameters, to run it in another way. */
  compiled(queries: Queries, parameters: P): CompiledQuery<R>;
}

/** A placeholder for a parameter of a query. */
class Placeholder {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * Prepares the query that a builder builds. The builder may use each parameter as a value, but must not inspect it: it
 * gets placeholders of the parameters' types.
 */
export function prepareQuery<P extends object, R>(
  build: (queries: Queries, parameters: P) => Compilable<R>,
): PreparedQuery<P, R> {
  // By the engine's adapter, which a store and its transactions share.
  const templates = new WeakMap<object, CompiledQuery<R>>();

  function compiled(queries: Queries, parameters: P): CompiledQuery<R> {
    const { adapter } = queries.getExecutor();
    let template = templates.get(adapter);
    if (template === undefined) {
      template = build(queries, placeholders<P>()).compile();
      templates.set(adapter, template);
    }
    const bound = template.parameters.map((parameter): unknown =>
      parameter instanceof Placeholder ? Reflect.get(parameters, parameter.name) : parameter,
    );
    const { query, queryId, sql } = template;
    return { query, queryId, sql, parameters: bound };
  }

  return {
    compiled,
    rows: async (queries, parameters) => (await queries.executeQuery(compiled(queries, parameters))).rows,
    row: async (queries, parameters) => (await queries.executeQuery(compiled(queries, parameters))).rows[0],
  };
}

function placeholders<P extends object>(): P {
  // Every property exists, whatever its name: a placeholder instead of a value.
  return new Proxy({}, { get: (_, name) => new Placeholder(String(name)) }) as P;
}
