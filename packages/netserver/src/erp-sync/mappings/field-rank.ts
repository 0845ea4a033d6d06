import type { Implementation } from "../../agent-implementation.ts";
import { changeOf } from "../../call/audit.ts";
import { soException } from "../../call/so-exception.ts";
import { actorTypeRow, fieldRows } from "../rows/mapping-rows.ts";

/**
 * Moves a field past its neighbour: up in rank for a positive direction, down for a negative one. Neighbours are the
 * fields that users see, or those that they do not see. At the end nothing changes.
 */
export const moveErpFieldItem: Implementation<"ErpSync", "MoveErpFieldItem"> = async (input, session, { store }) => {
  const fieldId = input.ErpFieldId;
  const step = Math.sign(input.Direction);
  const connectionId = input.ErpConnectionId;
  const actorType = input.ErpActorType;
  await store.write(async (transaction) => {
    const type = await actorTypeRow(transaction, connectionId, actorType);
    const fields = type === undefined ? [] : await fieldRows(transaction, type.id);
    const field = fields.find(({ id }) => id === fieldId);
    if (field === undefined) {
      throw soException(
        "SoNotFoundException",
        `There is no field with id ${fieldId} in that connection and actor type.`,
      );
    }
    const seen = fields.filter(({ show_in_gui }) => show_in_gui === field.show_in_gui);
    const neighbour = seen[seen.indexOf(field) + step];
    if (neighbour === undefined || neighbour === field) return;
    const swapped = [
      [field.id, neighbour.rank],
      [neighbour.id, field.rank],
    ] as const;
    for (const [id, rank] of swapped) {
      const updated = transaction.updateTable("erpfield").set({ rank, ...changeOf(session) });
      await updated.where("id", "=", id).execute();
    }
  });
};
