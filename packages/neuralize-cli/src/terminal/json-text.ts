// What JSON itself leaves as it is and a terminal obeys: eight-bit control characters, and what turns text around.
const obeyed = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** JSON for stdout, which may be a terminal: the same values, with every character that it would obey escaped. */
export const jsonText = (value: unknown): string =>
  `${JSON.stringify(value, undefined, 2).replace(
    obeyed,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )}\n`;
