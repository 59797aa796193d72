import type { AttributeOptions, Explained } from "../attributors/attributor.ts";
import { explainedModel, rowPoints } from "../attributors/explained-model.ts";
import { propagationOf } from "../attributors/explainer-graph.ts";
import { keepModels } from "../attributors/keep-models.ts";
import { type LrpOptions, scalarFeed, stiffnessOf } from "../attributors/lrp.ts";
import { runPoints } from "../attributors/run-points.ts";
import { withInitial } from "../attributors/single-pass.ts";
import type { Engine, Feed } from "../engine.ts";
import { nameOf } from "../graph/node.ts";
import type { Graph } from "../graph/value.ts";
import { type ConservationGraph, conservationGraph } from "./conservation-graph.ts";
import { lossOf } from "./losses.ts";

/** Relevance that comes to a node and that it hands on, over all rows. */
export interface LayerConservation {
  readonly node: string;
  readonly operator: string;
  /** Name of its rule; "gradient" for none. */
  readonly rule: string;
  /** Mean over the rows of Σ R that arrives at its outputs. */
  readonly arriving: number;
  /** Mean over the rows of Σ R that it hands to its inputs. */
  readonly leaving: number;
  /** Σ over rows of |ΣR_in − ΣR_out|, over Σ|R_out|: the part of what arrives that is lost, or comes from nowhere. */
  readonly leak: number;
  /** In words, why it need not conserve. */
  readonly reason: string;
}

export interface Conservation {
  /** From the output to the input. */
  readonly layers: readonly LayerConservation[];
  /** Nodes of which nothing can be said, because their values do not follow the rows. */
  readonly left: readonly string[];
}

/**
 * How much relevance every node keeps when rows are explained by LRP. One more graph than the explanation takes, whose
 * outputs are sums: nothing large leaves the engine. MATH.md §5.
 * @throws NeuralizeError as `Attributor.attribute`
 */
export async function conservation(
  engine: Engine,
  graph: Graph,
  explained: Explained,
  options: LrpOptions,
  x: Feed,
  attributeOptions: AttributeOptions = {},
): Promise<Conservation> {
  const model = explainedModel(engine, graph, explained, options, options.to);
  const propagation = propagationOf(options, options.composite, "output");
  const models = keepModels(engine);
  try {
    const call = model.prepare(x, attributeOptions);
    const sums = conservationGraph(call.subject, call.named === undefined ? "decided" : "given", propagation);
    const loaded = await models.get("sums", () => sums);
    const beta = await stiffnessOf(model, call, loaded.session, options.beta);
    const measured = sums.layers.map(() => ({ arriving: 0, leaving: 0, size: 0, lost: 0 }));
    const points = withInitial(rowPoints(call), call, options.initialRelevance);
    const constants = beta === undefined ? {} : { beta: scalarFeed(beta) };
    await runPoints(
      loaded,
      call.rows,
      points,
      call.control,
      (_, { floats }) => {
        sums.layers.forEach((layer, i) => {
          const sum = measured[i];
          if (sum === undefined) return;
          const [arriving = 0] = floats(layer.arriving);
          const [leaving = 0] = floats(layer.leaving);
          sum.arriving += arriving;
          sum.leaving += leaving;
          sum.size += floats(layer.size)[0] ?? 0;
          sum.lost += Math.abs(leaving - arriving);
        });
      },
      constants,
    );
    return tableOf(sums, measured, call.rows.count);
  } finally {
    await models.close();
    await model.close();
  }
}

interface Sums {
  readonly arriving: number;
  readonly leaving: number;
  readonly size: number;
  readonly lost: number;
}

const tableOf = ({ layers, left }: ConservationGraph, measured: readonly Sums[], rows: number): Conservation => ({
  layers: layers.flatMap(({ step: { node, rule } }, i) => {
    const sums = measured[i];
    if (sums === undefined) return [];
    return [
      {
        node: nameOf(node),
        operator: node.operator.type,
        rule: rule?.name ?? "gradient",
        arriving: sums.arriving / Math.max(1, rows),
        leaving: sums.leaving / Math.max(1, rows),
        leak: sums.lost === 0 ? 0 : sums.lost / sums.size,
        reason: lossOf(node, rule),
      },
    ];
  }),
  left: left.map(({ node }) => nameOf(node)),
});
