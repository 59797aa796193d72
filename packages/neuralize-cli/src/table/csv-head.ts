import { emptyTable, notATable, raggedTable, wrongDelimiter, wrongEncoding } from "../errors/messages.ts";
import { readError } from "../files/file-error.ts";
import { splitRecords } from "./csv-records.ts";
import { openBytes } from "./open-bytes.ts";

/** What the first lines of a CSV file say about all of it. */
export interface CsvHead {
  readonly delimiter: string;
  readonly decimalSeparator: "." | ",";
  /** Whether the first record names the columns. */
  readonly header: boolean;
  /** Cells of the first record. */
  readonly first: readonly string[];
}

const headLength = 1 << 18;
const recordsExamined = 50;
const delimiters = [",", ";", "\t", "|"] as const;

/**
 * Decides encoding, delimiter, decimal separator and header of a CSV file from its first 256 KiB.
 *
 * The first record is a header unless all its cells are numbers; a run 0, 1, 2... or 1, 2, 3... is a header too, since
 * that is what data frames without names are written with.
 *
 * @throws CANNOT_OPEN, EMPTY_TABLE, NOT_A_TABLE, RAGGED_TABLE, WRONG_ENCODING, WRONG_DELIMITER
 */
export async function readCsvHead(path: string, title: string): Promise<CsvHead> {
  const bytes = await firstBytes(path, title);
  const text = decode(bytes, title);
  if (text.trim() === "") throw emptyTable(title, "is empty");

  const tabsExpected = /\.(?:tsv|tab)(?:\.gz)?$/i.test(path);
  const candidates = tabsExpected ? ["\t", ",", ";", "|"] : delimiters;
  const best = splitRecords(text, candidates, { most: recordsExamined, complete: bytes.length < headLength });
  if (best.openQuote !== undefined) throw raggedTable(title, best.openQuote, "a quote that is not closed");
  const first = best.records[0] ?? [];
  if (first.length === 1) refuseUnsplit(best.records, title);

  const rest = best.records.slice(1).flat();
  const decimalComma =
    best.delimiter !== "," &&
    rest.some((cell) => /^-?\d+,\d+$/.test(cell)) &&
    !rest.some((cell) => /^-?\d+\.\d+$/.test(cell));
  return { delimiter: best.delimiter, decimalSeparator: decimalComma ? "," : ".", header: isHeader(first), first };
}

async function firstBytes(path: string, title: string): Promise<Buffer> {
  const stream = openBytes(path, headLength);
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of stream) {
      pieces.push(piece);
      length += piece.length;
      if (length >= headLength) break;
    }
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("Z_"))
      throw notATable(title, "its name ends in .gz but it is not a complete gzip file");
    throw readError(path, error);
  }
  return Buffer.concat(pieces).subarray(0, headLength);
}

function decode(bytes: Buffer, title: string): string {
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))
    throw wrongEncoding(title, "it begins with another byte order mark", a === 0xff ? "UTF-16LE" : "UTF-16BE");
  const zero = bytes.indexOf(0);
  if (zero !== -1) {
    // Latin text in UTF-16 has a zero in every other byte.
    const zeros = bytes.subarray(0, 1000).filter((byte) => byte === 0).length;
    if (zeros > 0.4 * Math.min(bytes.length, 1000))
      throw wrongEncoding(title, "every other byte is zero", zero % 2 === 1 ? "UTF-16LE" : "UTF-16BE");
    throw notATable(title, `it holds a zero byte at ${zero}, so it is not text`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const at = firstInvalid(bytes);
    const line = bytes.subarray(0, at).filter((byte) => byte === 0x0a).length + 1;
    throw wrongEncoding(title, `line ${line}, byte 0x${(bytes[at] ?? 0).toString(16)}`, likelyEncoding(bytes));
  }
}

/** Windows-1252 has printable characters where Latin-1 has control codes. */
const likelyEncoding = (bytes: Buffer) =>
  bytes.some((byte) => byte >= 0x80 && byte < 0xa0) ? "WINDOWS-1252" : "ISO-8859-1";

function firstInvalid(bytes: Buffer): number {
  // Bisect for the longest valid prefix: a decoder in stream mode accepts every prefix of valid text.
  let [valid, invalid] = [0, bytes.length];
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      valid = middle;
    } catch {
      invalid = middle;
    }
  }
  // The decoder objects to the byte after a broken sequence; the sequence begins at its last lead byte.
  let at = valid;
  while (at > 0 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--;
  return (bytes[at] ?? 0) < 0x80 && at > 0 ? at - 1 : at;
}

/** One column whose every line would split the same way by something else is a table that was not split. */
function refuseUnsplit(lines: readonly (readonly string[])[], title: string) {
  const cells = lines.map(([cell = ""]) => cell);
  const [name = ""] = cells;
  const separators = {
    ...Object.fromEntries(delimiters.map((d) => [d, `"${d}"`])),
    "\t": "tabs",
    ":": '":"',
    "^": '"^"',
    "~": '"~"',
    " ": "spaces",
  };
  for (const [separator, called] of Object.entries(separators)) {
    const count = name.trim().split(separator).length - 1;
    if (count > 0 && cells.length > 1 && cells.every((cell) => cell.trim().split(separator).length - 1 === count))
      throw wrongDelimiter(title, name, called);
  }
}

function isHeader(first: readonly string[]): boolean {
  // Names that are missing are names, and no row of missing cells.
  if (first.every((cell) => cell.trim() === "")) return true;
  if (
    !first.every(
      (cell) => cell.trim() === "" || /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(cell.trim().replace(",", ".")),
    )
  )
    return true;
  const start = Number(first[0]);
  return first.length > 1 && (start === 0 || start === 1) && first.every((cell, i) => cell === String(start + i));
}
