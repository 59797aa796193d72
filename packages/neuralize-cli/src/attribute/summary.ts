import { type Attribution, onOneLine } from "neuralize";
import { jsonText } from "../terminal/json-text.ts";

/** A finished run of `attribute`. */
export interface AttributionRun {
  readonly title: string;
  readonly model: string;
  readonly method: string;
  /** The composite, where there are rules. */
  readonly rules?: { readonly source: string; readonly json: unknown };
  /** What is explained: `"logits"`, `the clusters of …`. */
  readonly explained: string;
  readonly clusters: boolean;
  /** What looked like a clustering, and why it is none. */
  readonly missed?: readonly string[];
  readonly attribution: Attribution;
  /** Where relevance is wanted, if not at the input. */
  readonly to?: string;
  readonly files: readonly string[];
  /** Further lines of the text, and their figures in the JSON. */
  readonly conservation?: { readonly text: readonly string[]; readonly json: unknown };
}

const mostShown = 10;

/** Σ R of every row. */
function sumsOf({ relevance: { data, dims } }: Attribution): readonly number[] {
  const [rows = 0] = dims;
  const length = data.length / Math.max(1, rows);
  return Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let i = row * length; i < (row + 1) * length; i++) sum += data[i] ?? 0;
    return sum;
  });
}

/** What the user reads on the terminal. */
export function summaryText(run: AttributionRun): string {
  const { attribution, rules, conservation, files } = run;
  const { output, target, relevance, gap, beta } = attribution;
  const sums = sumsOf(attribution);
  const head = [
    `${run.title}: ${output.length} row${output.length === 1 ? "" : "s"} through ${run.model}, ${run.explained} explained by ${run.method}${rules === undefined ? "" : ` (${rules.source})`}.`,
    ...(beta === undefined ? [] : [`Stiffness β = ${beta === Number.POSITIVE_INFINITY ? "∞" : shown(beta)}.`]),
    ...(run.missed ?? []),
  ];
  const columns = [
    ["row", ...output.keys()].map(String),
    ...(target ? [[run.clusters ? "cluster" : "target", ...target].map(String)] : []),
    [run.clusters ? "evidence" : "output", ...Array.from(output, shown)],
    ["relevance", ...sums.map(shown)],
    ...(gap
      ? [
          ["gap", ...Array.from(gap.absolute, shown)],
          ["relative", ...Array.from(gap.relative, percent)],
        ]
      : []),
  ].map((column) => column.slice(0, mostShown + 1));
  const more = output.length - mostShown;
  return [
    ...head,
    ...aligned(columns),
    ...(more > 0 ? [`… and ${more} more row${more === 1 ? "" : "s"} (--json shows all)`] : []),
    ...(gap
      ? [
          `gap: |Σ relevance − (f(x) − f(baseline))|, ${run.method === "shapley" ? "rounding alone" : "which more --steps narrow"}.`,
        ]
      : []),
    ...(conservation?.text ?? []),
    ...files.map((file) => (file.endsWith(".npy") ? `${file}: [${relevance.dims.join(", ")}]` : file)),
  ]
    .map((line) => `${onOneLine(line)}\n`)
    .join("");
}

/** Columns of texts, right-aligned, as lines. */
export function aligned(columns: readonly (readonly string[])[]): readonly string[] {
  const widths = columns.map((column) => Math.max(...column.map((cell) => cell.length)));
  const rows = Math.max(...columns.map((column) => column.length));
  return Array.from({ length: rows }, (_, i) =>
    columns.map((column, c) => (column[i] ?? "").padStart(widths[c] ?? 0)).join("  "),
  );
}

/** Six digits, as many as float32 has. */
export const shown = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(6))) : String(value);

const percent = (value: number): string => (Number.isFinite(value) ? `${Number((100 * value).toPrecision(3))} %` : "–");

/** The same for programs. */
export function summaryJson(run: AttributionRun): string {
  const { attribution, rules, conservation } = run;
  const { output, target, relevance, gap, beta } = attribution;
  const sums = sumsOf(attribution);
  const rows = Array.from(output, (value, row) => ({
    ...(target && { target: target[row] }),
    output: value,
    relevance: sums[row],
    // JSON has no infinity: where f(x) = f(baseline), the relative gap is null.
    ...(gap && { gap: gap.absolute[row], relative_gap: gap.relative[row] }),
  }));
  return jsonText({
    input: run.title,
    model: run.model,
    method: run.method,
    explained: run.explained,
    ...(rules && { composite: rules.json }),
    ...(run.to !== undefined && { to: run.to }),
    ...(beta !== undefined && { beta: Number.isFinite(beta) ? beta : null }),
    shape: relevance.dims,
    rows,
    ...(conservation && { conservation: conservation.json }),
    files: run.files,
  });
}
