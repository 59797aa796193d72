import {
  type Canonizer,
  type Compiled,
  compile,
  encode,
  featureKMeans,
  input,
  type Matrix,
  type Pool,
  topologicalOrder,
} from "neuralize";
import type { ChosenComposite } from "../../model/choose-composite.ts";
import type { Contrast } from "../../model/contrast.ts";
import { statedStiffness } from "../../model/table-model.ts";
import { version } from "../../version.ts";
import type { ImageNetwork } from "../network/image-network.ts";

/** How clusters of pictures are explained. */
export interface ImageExplanation {
  readonly composite: ChosenComposite;
  readonly canonizers: readonly Canonizer[];
  readonly contrast: Contrast;
  readonly pool: "min" | "logmeanexp";
  /** Stiffness β ≥ 0; null for ∞. */
  readonly beta: number | null;
}

/**
 * The explainer of clusters of a network's points: the network's input and `beta` in; `cluster`, `runner_up`,
 * `discriminants`, `evidence` and `relevance` of every input value out.
 * @throws what `compile` and `compositeFromJson` throw
 */
export function imageExplainer(network: ImageNetwork, centroids: Matrix, explanation: ImageExplanation): Compiled {
  const { composite, canonizers, contrast, pool, beta } = explanation;
  const { graph, head } = featureKMeans(network.graph, network.points, centroids);
  return compile(graph, {
    head,
    ...contrast,
    pool: poolOf(pool, beta),
    composite: composite.rules,
    canonizers,
    initialRelevance: composite.rules === "gradient" ? "one-hot" : "output",
  });
}

/** The pool that `--pool` and a stiffness stand for. */
export const poolOf = (pool: ImageExplanation["pool"], beta: number | null): Pool =>
  pool === "logmeanexp" && beta !== null ? { kind: "logmeanexp", beta: -beta } : { kind: "min" };

/**
 * The explainer of margins against one competitor each: a further input `against`, int64 [N], names it. Its `evidence`
 * is the margin.
 */
export function marginExplainer(network: ImageNetwork, centroids: Matrix, explanation: ImageExplanation): Compiled {
  const { graph, head } = featureKMeans(network.graph, network.points, centroids);
  return compile(graph, {
    head,
    target: explanation.contrast.target,
    against: input("against", "int64", ["N"]),
    composite: explanation.composite.rules,
    canonizers: explanation.canonizers,
    outputs: ["evidence", "relevance"],
  });
}

/** The explainer as an ONNX file, whose metadata says how to feed it. */
export const encodedImageExplainer = (
  { graph }: Compiled,
  network: ImageNetwork,
  { composite, beta }: ImageExplanation,
  names: readonly string[],
): Uint8Array =>
  encode(graph, {
    name: "neuralized_kmeans",
    documentation: `Explains in which cluster a picture is. ${network.input.name}: pictures, prepared as the metadata says. beta, where there are rules: stiffness, default in the metadata. relevance: of every input value.`,
    metadata: {
      "neuralize.version": version,
      "neuralize.preprocessing": JSON.stringify(network.preprocessing),
      "neuralize.composite": JSON.stringify(composite.json),
      "neuralize.clusters": JSON.stringify(names),
      ...(composite.rules !== "gradient" && { "neuralize.beta": statedStiffness(beta ?? Number.POSITIVE_INFINITY) }),
    },
  });

/** Which rule explains how many nodes of which operator, in the order of the network. */
export interface RuleUse {
  readonly rule: string;
  readonly operator: string;
  readonly nodes: number;
}

/** What the composite chose between the input and the evidence; "gradient" where no rule applies. */
export function ruleUses({ stages, ruleOf }: Compiled): readonly RuleUse[] {
  const { embedding } = stages.canonize.outputs;
  const { evidence } = stages.neuralize.outputs;
  const head = evidence === undefined ? [] : topologicalOrder([evidence]);
  const nodes = [
    ...(embedding === undefined ? [] : topologicalOrder([embedding])),
    ...head.filter(({ operator }) => operator.domain === "neuralize" && /NeuralizedKMeans|Pool$/.test(operator.type)),
  ];
  const uses = new Map<string, RuleUse>();
  for (const node of nodes) {
    const rule = ruleOf(node)?.name;
    if (rule === undefined) continue;
    const key = JSON.stringify([rule, node.operator.type]);
    uses.set(key, { rule, operator: node.operator.type, nodes: (uses.get(key)?.nodes ?? 0) + 1 });
  }
  return [...uses.values()];
}
