import { canonicalFieldValue } from "./field-value.ts";
import type { MappedField } from "./mapped-fields.ts";

/** What both ends of a link hold in one field. */
export interface FieldState {
  readonly field: MappedField;
  readonly crm: string;
  readonly erp: string;
  /** What they held when they were last synced, CRM first; `undefined` when they never were. */
  readonly base: readonly [string, string] | undefined;
}

/** The value that goes to one of the ends, or to none. */
export type FieldDecision = { readonly toCrm: string } | { readonly toErp: string } | null;

/** Decides where the value of a field goes. Throws `FieldValueError` when an end cannot have the other's value. */
export type Decide = (state: FieldState) => FieldDecision;

/** A change goes to the other end. When both have changed, the preferred one wins, but a value before none. */
export function decideByChange(prefers: (field: MappedField) => "crm" | "erp"): Decide {
  return (state) => {
    const { field, crm, base } = state;
    const erp = canonicalFieldValue(state.erp, field.erpType);
    const toCrm = () => crmDecision(field, crm, erp);
    const toErp = () => erpDecision(field, crm, erp);
    const crmChanged = base === undefined || base[0] !== crm;
    const erpChanged = base === undefined || base[1] !== erp;
    if (!crmChanged) return erpChanged ? toCrm() : null;
    if (!erpChanged) return toErp();
    if (base === undefined && isBlank(field, crm)) return toCrm();
    if (base === undefined && erp === "") return toErp();
    return prefers(field) === "erp" ? (toCrm() ?? toErp()) : (toErp() ?? toCrm());
  };
}

/** The value of one end goes to the other, whether it has changed or not. Blank values stay where they are unless said otherwise. */
export function decideBySource(source: "crm" | "erp", blanks: "copy" | "keep"): Decide {
  return ({ field, crm, erp }) => {
    if (source === "crm") return blanks === "keep" && isBlank(field, crm) ? null : erpDecision(field, crm, erp);
    return blanks === "keep" && erp === "" ? null : crmDecision(field, crm, erp);
  };
}

function crmDecision(field: MappedField, crm: string, erp: string): FieldDecision {
  const toCrm = field.syncToCrm ? field.toCrm(erp) : undefined;
  return toCrm === undefined || toCrm === crm ? null : { toCrm };
}

function erpDecision(field: MappedField, crm: string, erp: string): FieldDecision {
  if (!field.syncToErp || field.toCrm(erp) === crm) return null;
  const toErp = field.toErp(crm);
  return toErp === undefined || toErp === canonicalFieldValue(erp, field.erpType) ? null : { toErp };
}

function isBlank(field: MappedField, crm: string): boolean {
  return crm === "" || crm === field.toCrm("");
}
