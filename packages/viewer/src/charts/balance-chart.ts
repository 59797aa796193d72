import * as Plot from "@observablehq/plot";
import type { RelevanceMap } from "../image-report-data.ts";
import { decimalsFor, formatDecimals, formatSignedDecimals } from "../text/numbers.ts";

/** A bar of the balance: from where to where, and what it is called. */
export interface BalanceLine {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly kind: "for" | "against" | "rest" | "total";
}

/** What is left over is told when it is more than this share of the largest bar. */
const worthTelling = 0.001;
/** Beside an evidence that is larger by more than this share, the bars of the picture could not be seen. */
const visible = 0.05;

/**
 * From what speaks for, over what speaks against, to the evidence: each bar starts where the one before ended. What the
 * picture does not account for (biases of the network take in relevance, or give some) is a bar of its own. Where they
 * take nearly all, the bars end at the sum over the picture instead.
 */
export function balanceLines({ positive, negative, evidence }: RelevanceMap): readonly BalanceLine[] {
  const sum = positive + negative;
  const largest = Math.max(positive, -negative, Math.abs(evidence));
  const sides: readonly BalanceLine[] = [
    { name: "for", start: 0, end: positive, kind: "for" },
    { name: "against", start: positive, end: sum, kind: "against" },
  ];
  if (Math.max(positive, -negative) < visible * Math.abs(evidence)) {
    return [...sides, { name: "on the picture", start: 0, end: sum, kind: "total" }];
  }
  return [
    ...sides,
    ...(Math.abs(evidence - sum) > worthTelling * largest
      ? [{ name: "not on the picture", start: sum, end: evidence, kind: "rest" } as const]
      : []),
    { name: "evidence", start: 0, end: evidence, kind: "total" },
  ];
}

const colors = { for: "var(--for)", against: "var(--against)", rest: "var(--muted)", total: "var(--ink)" } as const;
const lineHeight = 26;
const nameWidth = 112;

export function balanceChart(map: RelevanceMap, width: number): SVGSVGElement {
  const lines = balanceLines(map);
  const ends = lines.flatMap(({ start, end }) => [start, end]);
  const largest = Math.max(...ends.map(Math.abs));
  const decimals = decimalsFor(largest);
  const figure = ({ start, end, kind }: BalanceLine) =>
    kind === "total" ? formatDecimals(end, decimals) : formatSignedDecimals(end - start, decimals);
  const svg = Plot.plot({
    width,
    height: lines.length * lineHeight + 4,
    marginTop: 2,
    marginBottom: 2,
    marginLeft: nameWidth,
    marginRight: 64,
    x: { axis: null, domain: [Math.min(0, ...ends), Math.max(0, ...ends) || 1] },
    y: { axis: null, domain: lines.map(({ name }) => name), padding: 0.35 },
    marks: [
      Plot.text(lines, {
        y: "name",
        text: "name",
        textAnchor: "start",
        frameAnchor: "left",
        dx: -nameWidth,
        fill: "var(--ink)",
        fontSize: 12,
      }),
      Plot.barX(lines, { x1: "start", x2: "end", y: "name", fill: (line: BalanceLine) => colors[line.kind] }),
      Plot.ruleX([0], { stroke: "var(--rule)" }),
      Plot.text(lines, {
        x: (line: BalanceLine) => Math.max(line.start, line.end),
        y: "name",
        text: figure,
        textAnchor: "start",
        dx: 6,
        fill: "var(--ink)",
        fontSize: 12,
      }),
    ],
  }) as SVGSVGElement;
  svg.querySelector("style")?.remove();
  svg.setAttribute("role", "img");
  svg.setAttribute("font-family", "inherit");
  svg.setAttribute("aria-label", `Balance: ${lines.map((line) => `${line.name} ${figure(line)}`).join(", ")}.`);
  return svg;
}
