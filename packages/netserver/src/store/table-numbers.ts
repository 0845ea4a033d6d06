import { integerRanges, nearestName } from "@superoffice-soap/schema";

/** SuperOffice's tables by name in lower case: the number is what keys and relations store. */
export const tableNumbers = {
  company: 1,
  associate: 2,
  contact: 5,
  person: 6,
  address: 7,
  phone: 8,
  appointment: 9,
  document: 10,
  project: 11,
  projectmember: 12,
  sale: 13,
  contactinterest: 14,
  personinterest: 15,
  ziptocity: 16,
  redletterday: 17,
  text: 18,
  country: 19,
  preference: 22,
  selection: 23,
  selectionmember: 24,
  quoteconnection: 26,
  quote: 34,
  quoteversion: 39,
  quotealternative: 47,
  relationdefinition: 48,
  relationtarget: 51,
  relations: 52,
  history: 53,
  url: 54,
  email: 55,
  userpreference: 56,
  heading: 58,
  usergroup: 59,
  usergrouplink: 60,
  business: 61,
  category: 64,
  task: 67,
  contint: 70,
  persint: 73,
  perspos: 76,
  priority: 79,
  prob: 82,
  projtype: 85,
  projstatus: 88,
  pmembtype: 91,
  mrmrs: 94,
  credited: 97,
  source: 100,
  reason: 103,
  comptr: 109,
  quoteline: 127,
  product: 129,
  extapp: 133,
  udlist: 136,
  saletype: 149,
  foreignapp: 181,
  foreigndevice: 182,
  foreignkey: 183,
  role: 191,
  credentials: 250,
  ticket: 262,
  ejuser: 299,
  erpconnector: 417,
  erpconnection: 418,
  erpconnectionactortype: 419,
  erpconnectionaccess: 420,
  connectionconfigfield: 421,
  erpinternalkey: 422,
  erpexternalkey: 423,
  erplistitemmapping: 424,
  erpfield: 425,
  erpsynclog: 426,
  erpconfiguration: 449,
  form: 488,
} as const;

/** The number of the companies' table. */
export const contactTable: number = tableNumbers.contact;

/** The number of the persons' table. */
export const personTable: number = tableNumbers.person;

/** Converts between the names of tables and their numbers in the store. 0 and the blank name are no table. */
export interface TableNumbers {
  /** Returns the number of a table, ignoring case and surrounding blanks; `undefined` when there is none. */
  numberOf(name: string): number | undefined;
  /** Returns the name of a table in lower case; blank for an unknown number. */
  nameOf(number: number): string;
  /** Returns the known name that is nearest to an unknown one; `undefined` when none is similar. */
  nearestTo(name: string): string | undefined;
}

/**
 * Creates the numbers of SuperOffice's tables and of this installation's. Throws RangeError when two share a name or a
 * number.
 */
export function createTableNumbers(more: Readonly<Record<string, number>> = {}): TableNumbers {
  const numbers = new Map<string, number>([["", 0], ...Object.entries(tableNumbers)]);
  const names = new Map([...numbers].map(([name, number]) => [number, name]));
  for (const [written, number] of Object.entries(more)) {
    const name = canonical(written);
    if (!isTableNumber(number)) {
      throw new RangeError(
        `the number of the table ${JSON.stringify(name)} must be from 1 to ${maxNumber}, not ${number}`,
      );
    }
    const known = numbers.get(name);
    if (known === number) continue;
    if (known !== undefined) throw new RangeError(`the table ${JSON.stringify(name)} has the number ${known} already`);
    const taken = names.get(number);
    if (taken !== undefined) throw new RangeError(`the number ${number} is that of the table ${JSON.stringify(taken)}`);
    numbers.set(name, number);
    names.set(number, name);
  }
  return {
    numberOf: (name) => numbers.get(canonical(name)),
    nameOf: (number) => names.get(number) ?? "",
    nearestTo: (name) => nearestName(canonical(name), [...numbers.keys()].filter(Boolean)),
  };
}

/** The largest number: NetServer's columns for table numbers have this size. */
const [, maxNumber] = integerRanges.short;

function isTableNumber(number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= maxNumber;
}

function canonical(name: string): string {
  return name.trim().toLowerCase();
}
