import { Associate, UserType } from "@superoffice-soap/schema";
import { type RawBuilder, sql } from "kysely";
import { carrierOf } from "../call/carrier-members.ts";
import type { AnswerOptions } from "../options.ts";
import type { Queries } from "../store/store.ts";
import type { Row } from "../store/tables.ts";

/** The number of an internal user's type. */
export const internalAssociate = 1;

/** Returns the name of a user type's number. */
export function userTypeOf(number: number): UserType {
  const { xml } = UserType;
  const literal = xml.kind === "enumeration" ? xml.literals.find(({ value }) => value === number) : undefined;
  // The literals of an enumeration are the members of its type.
  return (literal?.name ?? "Unknown") as UserType;
}

/** Builds an answer's associate; null when the id has none, as 0. */
export async function associateById(
  queries: Queries,
  id: number,
  answers: Required<AnswerOptions>,
): Promise<Associate | null> {
  if (id === 0) return null;
  const row = await queries.selectFrom("associate").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? null : associateOf(row, answers);
}

function associateOf(row: Row<"associate">, answers: Required<AnswerOptions>): Associate {
  return {
    ...carrierOf(Associate, answers),
    AssociateId: row.id,
    Name: row.name,
    PersonId: row.person_id,
    Rank: row.rank,
    Tooltip: row.tooltip,
    Type: userTypeOf(row.type),
    GroupIdx: row.group_id,
    FullName: row.full_name,
    FormalName: row.full_name,
    Deleted: row.deleted !== 0,
    EjUserId: 0,
    UserName: row.name,
  };
}

/**
 * Returns the name for a column with an associate's id: the full name, else the login name; null when the id has none.
 */
export function nameOfAssociate(column: string): RawBuilder<string | null> {
  const name = sql`coalesce(nullif(associate.full_name, ''), associate.name)`;
  return sql<string | null>`(select ${name} from associate where associate.id = ${sql.ref(column)})`;
}
