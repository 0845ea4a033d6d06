import { agents } from "@superoffice-soap/schema";
import { operationFieldName } from "../names.ts";

/** The names of the fields that sign in: the operations whose output tells whether that succeeded. */
export const signInFields: ReadonlySet<string> = new Set(
  Object.values(agents)
    .flatMap(({ operations }) => Object.values(operations))
    .filter(({ output }) => "AuthenticationSucceeded" in output.xml.members)
    .map(operationFieldName),
);
