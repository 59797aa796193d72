import { rankOf } from "../graph/shapes.ts";
import type { Graph, Value } from "../graph/value.ts";
import { fuse } from "../heads/fuse.ts";
import { lower } from "../heads/lower.ts";
import { neuralize } from "../heads/neuralize.ts";
import { argMax } from "../ops/arg-extremum.ts";
import { reduceSum } from "../ops/reduce.ts";
import { type OutputTarget, seedOf } from "../seed.ts";
import type { ExplainedHead } from "./attributor.ts";
import { type NamedGraph, outputs as names, targetInput, targetName } from "./names.ts";
import type { Subject } from "./subject.ts";

/**
 * The forward pass alone: `output` [N], the explained number of every row for a given target; where the model decides,
 * also its `decision` [N] and the `decided` output [N] that belongs to it.
 */
export function scoreGraph({ graph: { inputs }, explained, entries }: Subject): NamedGraph {
  if (explained.head === undefined && entries.kind === "one")
    return { graph: lower({ inputs, outputs: { [names.output]: explained.from } }) };
  const target = targetInput();
  const outputs = explained.head ? ofClusters(explained, target) : ofEntries(explained.from, target);
  return { graph: lower(fuse({ inputs: [...inputs, target], outputs })), target: targetName };
}

/** `output`: the evidence of the assigned clusters against all others. */
export const evidenceGraph = ({ inputs }: Graph, { head }: ExplainedHead): NamedGraph => ({
  graph: lower(fuse({ inputs, outputs: { [names.output]: neuralize(head).evidence } })),
});

function ofClusters(explained: ExplainedHead, target: Value): Readonly<Record<string, Value>> {
  const { cluster, evidence } = neuralize(explained.head, explained);
  return {
    [names.output]: neuralize(explained.head, { ...explained, target }).evidence,
    [names.decision]: cluster,
    [names.decided]: evidence,
  };
}

const ofEntries = (from: Value, target: Value): Readonly<Record<string, Value>> => ({
  [names.output]: explainedNumber(from, target),
  ...(rankOf(from) === 2 && {
    [names.decision]: argMax(from, 1, false),
    [names.decided]: explainedNumber(from, "argmax"),
  }),
});

/** [N]: an entry that has many numbers counts as their sum, which is what its relevance starts from. */
export function explainedNumber(from: Value, target: OutputTarget): Value {
  const { relevance } = seedOf(from, target, "output", "output");
  const axes = Array.from({ length: rankOf(from) - 1 }, (_, i) => i + 1);
  return axes.length === 0 ? relevance : reduceSum(relevance, axes, false);
}
