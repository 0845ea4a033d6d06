import { canonicalFieldValue } from "../../erp-connector/field-value.ts";
import { FieldValueError } from "../../erp-connector/field-value-error.ts";
import type { MappedField } from "../mappings/mapped-field.ts";

/** The values that both ends of a link hold in one field. */
export interface FieldState {
  readonly field: MappedField;
  readonly crm: string;
  /** `undefined` when the connector left the field out: the ERP's value has not changed. */
  readonly erp: string | undefined;
  /** The values when both ends last agreed, the CRM's first; null if they never did. */
  readonly agreed: readonly [string, string] | null;
}

/**
 * The outcome for one field: write to the CRM, write to the ERP, or neither. For neither, `waits` is false when the
 * ends are equal or known to differ, and true when a value has no direction or no counterpart at the other end.
 */
export type FieldOutcome =
  | { readonly to: "crm" | "erp"; readonly value: string }
  | { readonly to: "neither"; readonly waits: boolean };

/**
 * A rule that decides where a field's value goes. Throws `FieldValueError` when an end cannot hold the other's value.
 */
export type ConflictRule = (state: FieldState) => FieldOutcome;

const settled: FieldOutcome = { to: "neither", waits: false };
const waiting: FieldOutcome = { to: "neither", waits: true };

/**
 * Returns the rule that copies a change to the other end. If both ends changed, the preferred one wins, but any value
 * wins over a blank one.
 */
export function changedEndWins(prefers: (field: MappedField) => "crm" | "erp"): ConflictRule {
  return ({ field, crm, agreed, ...state }) => {
    const held = state.erp ?? agreed?.[1];
    // An unknown ERP value cannot be compared with the CRM's.
    if (held === undefined) return waiting;
    const erp = canonicalFieldValue(held, field.erpType);
    const toCrm = () => crmDecision(field, crm, erp);
    const toErp = () => erpDecision(field, crm, erp);
    if (agreed !== null && agreed[0] === crm) return agreed[1] === erp ? settled : toCrm();
    if (agreed !== null && agreed[1] === erp) return toErp();
    if (agreed === null && isBlank(field, crm)) return toCrm();
    if (agreed === null && erp === "") return toErp();
    return prefers(field) === "erp" ? unlessWaiting(toCrm(), toErp) : unlessWaiting(toErp(), toCrm);
  };
}

/**
 * Returns the rule that copies the source's value to the other end, changed or not. With `keep`, blank values are not
 * copied.
 */
export function sourceWins(source: "crm" | "erp", blanks: "copy" | "keep"): ConflictRule {
  return ({ field, crm, erp, agreed }) => {
    if (source === "crm") {
      return blanks === "keep" && isBlank(field, crm)
        ? settled
        : erpDecision(field, crm, canonicalFieldValue(erp ?? agreed?.[1], field.erpType));
    }
    if (erp === undefined) return waiting;
    return blanks === "keep" && erp === "" ? settled : crmDecision(field, crm, erp);
  };
}

function unlessWaiting(decision: FieldOutcome, other: () => FieldOutcome): FieldOutcome {
  return decision.to === "neither" && decision.waits ? other() : decision;
}

function crmDecision(field: MappedField, crm: string, erp: string): FieldOutcome {
  if (!field.syncToCrm) return areInStep(field, crm, erp) ? settled : waiting;
  const value = field.toCrm(erp);
  if (value === undefined) return waiting;
  return value === crm ? settled : { to: "crm", value };
}

function erpDecision(field: MappedField, crm: string, erp: string): FieldOutcome {
  if (areInStep(field, crm, erp)) return settled;
  const value = field.syncToErp ? field.toErp(crm) : undefined;
  if (value === undefined) return waiting;
  return value === erp ? settled : { to: "erp", value };
}

/** Tells whether the CRM holds the ERP's value. False for a value that the CRM cannot hold. */
export function areInStep(field: MappedField, crm: string, erp: string): boolean {
  try {
    return field.toCrm(erp) === crm;
  } catch (error) {
    if (error instanceof FieldValueError) return false;
    throw error;
  }
}

function isBlank(field: MappedField, crm: string): boolean {
  return crm === "" || crm === field.toCrm("");
}
