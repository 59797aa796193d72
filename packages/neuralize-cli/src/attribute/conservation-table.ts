import type { Conservation, LayerConservation } from "neuralize";
import { leakingLayers, leakReasons } from "../conservation/leak-reasons.ts";
import { quantity } from "../report/phrases.ts";
import { aligned, shown } from "./summary.ts";

const mostShown = 200;

/** A line per node from the output to the input, then why relevance is lost where it is. */
export function conservationText({ layers, left }: Conservation): readonly string[] {
  const known = layers.slice(0, mostShown);
  const column = (title: string, of: (layer: LayerConservation) => string, pad: "start" | "end"): readonly string[] => {
    const cells = [title, ...known.map(of)];
    const width = Math.max(...cells.map((cell) => cell.length));
    return pad === "end" ? cells.map((cell) => cell.padEnd(width)) : cells;
  };
  const columns = [
    column("node", ({ node }) => node, "end"),
    column("operator", ({ operator }) => operator, "end"),
    column("rule", ({ rule }) => rule, "end"),
    column("arriving", ({ arriving }) => shown(arriving), "start"),
    column("leaving", ({ leaving }) => shown(leaving), "start"),
    column("leak", ({ leak }) => percent(leak), "start"),
  ];
  return [
    "",
    "Relevance at every node, from the output to the input: Σ R that arrives and Σ R that it hands on, means over the rows; leak: |ΣR_in − ΣR_out| / Σ|R_out|.",
    ...aligned(columns),
    ...(layers.length > mostShown ? [`… and ${layers.length - mostShown} more nodes (--json shows all)`] : []),
    ...reasons(layers),
    ...(left.length > 0 ? [`Nothing can be said by rows of ${left.slice(0, 12).join(", ")}.`] : []),
    "",
  ];
}

const percent = (leak: number): string => (leak < 1e-6 ? "0 %" : `${Number((100 * leak).toPrecision(2))} %`);

function reasons(layers: readonly LayerConservation[]): readonly string[] {
  const leaking = leakingLayers(layers);
  if (leaking.length === 0) return ["Every node conserves relevance, but for rounding."];
  return leakReasons(leaking).map(
    ({ rule, reason, nodes, most }) =>
      `${quantity(nodes, "node")} of ${rule}: ${reason}. At most ${percent(most)} is lost or added.`,
  );
}

/** The same for programs. */
export const conservationJson = ({ layers, left }: Conservation) => ({ layers, not_by_rows: left });
