/** Text that costs a reader of XML far more than it should, by name. */
export const hostileTexts: Readonly<Record<string, (length: number) => string>> = {
  "carriage returns": (length) => "\r".repeat(length),
  "CDATA of brackets": (length) => `<![CDATA[${"]".repeat(length)} ]]>`,
  "a comment of dashes": (length) => `<!--${"- ".repeat(length / 2)}-->`,
  "an entity without an end": (length) => `&${"a".repeat(length)}`,
  "bare ampersands": (length) => "&".repeat(length),
  "character references": (length) => "&#65;".repeat(length / 5),
};
