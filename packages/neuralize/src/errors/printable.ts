// A name of a megabyte helps nobody, and a message may hold many.
const longest = 120;

// What a terminal obeys (control characters), what breaks a line, what turns the direction of the text around.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** A name from a file as a message can show it: on one line, of bounded length. */
export function printable(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  return short.replace(unprintable, "\uFFFD");
}

/** The same in quotation marks. */
export const quoted = (text: string): string => `"${printable(text)}"`;
