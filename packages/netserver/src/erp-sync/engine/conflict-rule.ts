import { canonicalFieldValue } from "../../erp-connector/field-value.ts";
import { FieldValueError } from "../../erp-connector/field-value-error.ts";
import type { MappedField } from "../mappings/mapped-field.ts";

/** What both ends of a link hold in one field. */
export interface FieldState {
  readonly field: MappedField;
  readonly crm: string;
  /** `undefined` for a field that the connector leaves out, which is as it was. */
  readonly erp: string | undefined;
  /** What they held when they were last in step, CRM first; null when they never were. */
  readonly agreed: readonly [string, string] | null;
}

/**
 * What becomes of a field: one end gets a value, or neither does. Then the ends are in step, or it is settled that they
 * differ, or else a value `waits`: it has no direction, or no counterpart at the other end.
 */
export type FieldOutcome =
  | { readonly to: "crm" | "erp"; readonly value: string }
  | { readonly to: "neither"; readonly waits: boolean };

/** Decides where the value of a field goes. Throws `FieldValueError` when an end cannot have the other's value. */
export type ConflictRule = (state: FieldState) => FieldOutcome;

const settled: FieldOutcome = { to: "neither", waits: false };
const waiting: FieldOutcome = { to: "neither", waits: true };

/** A change goes to the other end. When both have changed, the preferred one wins, but a value before none. */
export function changedEndWins(prefers: (field: MappedField) => "crm" | "erp"): ConflictRule {
  return ({ field, crm, agreed, ...state }) => {
    const held = state.erp ?? agreed?.[1];
    // A value that nobody knows cannot be weighed against the CRM's.
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

/** The value of one end goes to the other, whether it has changed or not. Blank values stay where they are unless said otherwise. */
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

/** Whether the CRM holds what the ERP does. A value that the CRM could not even have is none that it holds. */
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
