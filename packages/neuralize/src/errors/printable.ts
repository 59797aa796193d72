// A name of a megabyte helps nobody, and a message may hold many.
const longest = 120;

// What a terminal obeys (control characters), what breaks a line, what turns the direction of the text around.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** A text that holds names from files, without what a terminal would obey and without line breaks. */
export const onOneLine = (text: string): string => text.replace(unprintable, "\uFFFD");

/** A name from a file as a message can show it: on one line, of bounded length. */
export const printable = (text: string): string =>
  onOneLine(text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

/** The same in quotation marks. */
export const quoted = (text: string): string => `"${printable(text)}"`;

const mostEntries = 8;

/**
 * A value from JSON as a message can show it: short, and only its outermost two levels, for a list in a list in a list …
 * would meet the stack.
 */
export function shownJson(value: unknown, levels = 2): string {
  if (typeof value !== "object" || value === null) return printable(JSON.stringify(value) ?? "missing");
  const list = Array.isArray(value);
  if (levels === 0) return list ? "[…]" : "{…}";
  const entries = Object.entries(value);
  const shown = entries
    .slice(0, mostEntries)
    .map(([key, each]) => (list ? shownJson(each, levels - 1) : `${quoted(key)}: ${shownJson(each, levels - 1)}`));
  const inner = [...shown, ...(entries.length > mostEntries ? ["…"] : [])].join(", ");
  return list ? `[${inner}]` : `{${inner}}`;
}
