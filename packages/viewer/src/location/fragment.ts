import type { Contrast } from "../explanation/contrast.ts";

/** What the part of the address after # remembers. */
export interface PageLocation {
  /** Number of the row in the file. */
  readonly row?: number;
  /** Only if it is not the one that the page opens with. */
  readonly contrast?: Contrast;
  /** Only if it is not the one that the files were written with. */
  readonly beta?: number;
}

/** "#row=60&against=2&beta=0.5". */
export function formatFragment({ row, contrast, beta }: PageLocation): string {
  const parts: string[] = [];
  if (row !== undefined) parts.push(`row=${row}`);
  if (contrast !== undefined && contrast.kind !== "cluster") parts.push(`against=${contrast.kind}`);
  if (contrast?.kind === "cluster") parts.push(`against=${contrast.cluster}`);
  if (beta !== undefined) parts.push(`beta=${beta === Number.POSITIVE_INFINITY ? "inf" : Number(beta.toPrecision(6))}`);
  return parts.length === 0 ? "" : `#${parts.join("&")}`;
}

/** Reads what `formatFragment` wrote; whatever else stands there is left out, since anyone can edit an address. */
export function parseFragment(fragment: string): PageLocation {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ""));
  const row = wholeNumber(parameters.get("row"));
  const against = parameters.get("against");
  const cluster = wholeNumber(against);
  const beta = stiffness(parameters.get("beta"));
  return {
    ...(row === undefined ? {} : { row }),
    ...(against === "all" || against === "runner-up" ? { contrast: { kind: against } } : {}),
    ...(cluster === undefined ? {} : { contrast: { kind: "cluster", cluster } }),
    ...(beta === undefined ? {} : { beta }),
  };
}

const wholeNumber = (text: string | null) => (text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined);

function stiffness(text: string | null): number | undefined {
  if (text === "inf") return Number.POSITIVE_INFINITY;
  const value = text === null || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}
