/** The parts of `--help`, in order. */
export const groups = {
  server: "Where it listens, and what it keeps",
  access: "Who may call",
  limits: "What one request may ask for",
  operation: "Operation",
} as const;

/** A part of `--help`. */
export type Group = keyof typeof groups;
