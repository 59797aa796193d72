/** Records of a CSV text as one delimiter splits them. */
export interface SplitRecords {
  readonly delimiter: string;
  readonly records: readonly (readonly string[])[];
  /** The line (from 1) of a quote that is not closed before the cell or the text ends. */
  readonly openQuote?: number;
}

export interface RecordOptions {
  /** Stop after so many records. */
  readonly most: number;
  /** False where the text breaks off somewhere, so that its last record is not to be trusted. */
  readonly complete: boolean;
}

/**
 * Splits a CSV text (RFC 4180) by the candidate that gives every record the same number of cells, at least two, or else
 * the first record the most: a header may hold other candidates inside its names. Of equals, the first one wins.
 */
export function splitRecords(text: string, candidates: readonly string[], options: RecordOptions): SplitRecords {
  const split = candidates.map((delimiter) => ({ delimiter, ...parseRecords(text, delimiter, options) }));
  const score = ({ records }: Pick<SplitRecords, "records">) => {
    const width = records[0]?.length ?? 0;
    return width < 2 ? 0 : width + (records.every(({ length }) => length === width) ? text.length : 0);
  };
  return split.reduce((best, candidate) => (score(candidate) > score(best) ? candidate : best));
}

function parseRecords(text: string, delimiter: string, { most, complete }: RecordOptions) {
  const records: string[][] = [];
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  let opened = 0;
  let broken: number | undefined;
  const endRecord = () => {
    if (cells.length > 0 || cell !== "") records.push([...cells, cell]);
    cells = [];
    cell = "";
  };
  for (let i = 0; i < text.length && records.length < most; i++) {
    const character = text[i];
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[i + 1] === '"') cell += text[++i];
      else {
        quoted = false;
        if (![delimiter, "\n", "\r", undefined].includes(text[i + 1])) broken ??= opened;
      }
    } else if (character === '"' && cell === "") {
      quoted = true;
      opened = i;
    } else if (character === delimiter) {
      cells.push(cell);
      cell = "";
    } else if (character === "\n" || character === "\r") endRecord();
    else cell += character;
  }
  if (records.length < most && (complete || records.length === 0)) endRecord();
  if (quoted && complete) broken ??= opened;
  return { records, ...(broken !== undefined && { openQuote: text.slice(0, broken).split("\n").length }) };
}
