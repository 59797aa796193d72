import type { RowExplanation } from "../../explanation/explain-row.ts";
import type { ReportData } from "../../report-data.ts";
import { formatSigned } from "../../text/numbers.ts";
import { compose } from "../compose.ts";
import { barPanel } from "./bar-panel.ts";
import { waterfallLayout } from "./layout.ts";
import type { WaterfallLine } from "./lines.ts";
import { stripPanel } from "./strip-panel.ts";
import { textPanel } from "./text-panel.ts";

/**
 * Why a row is where it is: bars of relevance that begin at 0, cumulate and end at the evidence, each beside the
 * distribution of its column with both centroids and the row's own value.
 */
export function waterfallChart(
  data: ReportData,
  explanation: RowExplanation,
  lines: readonly WaterfallLine[],
  width: number,
): SVGSVGElement {
  const place = waterfallLayout(width, lines.length);
  return compose(width, place.height, label(explanation, lines), [
    { x: place.bars.x, y: 0, plot: barPanel(explanation.evidence, lines, place) },
    { x: place.strips.x, y: 0, plot: stripPanel(data, explanation, lines, place) },
    { x: 0, y: 0, plot: textPanel(explanation, lines, place) },
  ]);
}

const label = ({ evidence }: RowExplanation, lines: readonly WaterfallLine[]) =>
  `Waterfall of relevance: ${lines.map(({ name, relevance }) => `${name} ${formatSigned(relevance)}`).join(", ")}; together the evidence, ${formatSigned(evidence)}.`;
