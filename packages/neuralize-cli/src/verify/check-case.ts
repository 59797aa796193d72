import {
  type Canonizer,
  compile,
  compositeFromJson,
  type Engine,
  type EngineTensor,
  encode,
  type Graph,
  type KMeansHead,
  type Model,
  mergeBatchNorm,
  recogniseClusterings,
  standardCanonizers,
  type Value,
} from "neuralize";
import { notVerifiable, wrongReference } from "../errors/messages.ts";
import type { NpyArray } from "../npy/npy.ts";
import type { ReferenceCase } from "./case-file.ts";

/** A model whose explanations can be checked: a network, with or without a k-means at its end. */
export interface ReferenceModel {
  readonly graph: Graph;
  readonly head: KMeansHead | undefined;
  readonly input: string;
}

/** Everything that one check takes. */
export interface Check {
  readonly model: ReferenceModel;
  readonly reference: ReferenceCase;
  readonly x: NpyArray;
  readonly targets: readonly number[];
  readonly expected: NpyArray;
}

/** A model and the clustering in it, if there is one. @throws NOT_SUPPORTED for a model with several inputs. */
export function referenceModel({ graph }: Model): ReferenceModel {
  const [match] = recogniseClusterings(graph).matches;
  const [input, ...others] = graph.inputs.map(nameOfInput);
  if (input === undefined || others.length > 0) throw notVerifiable("The model has several inputs");
  return { graph, head: match && { points: match.points, centroids: match.centroids }, input };
}

const nameOfInput = ({ producer }: Value): string => (producer.kind === "input" ? producer.name : "");

/**
 * Explains the input on an engine as the case says.
 * @returns ‖R − R_ref‖ / ‖R_ref‖ over the whole batch; float64 norms of float32 relevance.
 * @throws NOT_SUPPORTED for a method that does not exist yet; WRONG_REFERENCE where shapes or targets do not fit;
 *   the errors of `compositeFromJson` and `compile`; ENGINE_FAILED.
 */
export async function checkCase({ model, reference, x, targets, expected }: Check, engine: Engine): Promise<number> {
  if (expected.shape.join() !== x.shape.join())
    throw wrongReference(
      `The expected relevance is [${expected.shape.join(", ")}] for an input of [${x.shape.join(", ")}]`,
    );
  const { graph } = compile(model.graph, {
    ...(model.head === undefined ? {} : { head: model.head, pool: reference.pool }),
    initialRelevance: seedOf(reference),
    composite: compositeOf(reference),
    canonizers: canonizersOf(reference),
    // No rule of a case takes its stiffness from an input.
    beta: 1,
    outputs: ["cluster", "target", "relevance"],
  });
  const session = await engine.load(encode(graph));
  try {
    const feed = { type: "float32", dims: x.shape, data: Float32Array.from(x.data) } as const;
    const { cluster, target, relevance } = await session.run({ [model.input]: feed });
    requireTargets(cluster ?? target, targets);
    return relativeError(relevance, expected);
  } finally {
    await session.close();
  }
}

function seedOf({ seed }: ReferenceCase) {
  if (seed === "unknown") throw notVerifiable("Its seed of relevance is not supported yet");
  return seed;
}

function compositeOf({ method, composite }: ReferenceCase) {
  if (method === "gradient") return "gradient";
  if (method !== "lrp") throw notVerifiable(`Its method ${JSON.stringify(method)} is not supported yet`);
  return () => compositeFromJson(composite);
}

function canonizersOf({ method, canonizers }: ReferenceCase): readonly Canonizer[] {
  const unknown = canonizers.find((name) => name !== "kmeans" && name !== mergeBatchNorm.name);
  if (unknown !== undefined) throw notVerifiable(`Its canonizer ${JSON.stringify(unknown)} is not supported yet`);
  if (method !== "lrp") return [];
  return standardCanonizers.filter(({ name }) => name !== mergeBatchNorm.name || canonizers.includes(name));
}

function requireTargets(cluster: EngineTensor | undefined, targets: readonly number[]): void {
  const assigned = Array.from((cluster?.data ?? []) as ArrayLike<bigint>, Number);
  if (assigned.length !== targets.length)
    throw wrongReference(`There are ${targets.length} targets for ${assigned.length} rows`);
  const row = assigned.findIndex((each, i) => each !== targets[i]);
  if (row >= 0) throw wrongReference(`Row ${row} is in cluster ${assigned[row]}, but its target is ${targets[row]}`);
}

function relativeError(relevance: EngineTensor | undefined, { shape, data }: NpyArray): number {
  const actual = (relevance?.data ?? []) as ArrayLike<number>;
  if (relevance?.dims.join() !== shape.join())
    throw wrongReference(`The relevance is [${relevance?.dims.join(", ")}] where [${shape.join(", ")}] is expected`);
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < data.length; i++) {
    difference += ((actual[i] ?? Number.NaN) - (data[i] ?? Number.NaN)) ** 2;
    norm += (data[i] ?? Number.NaN) ** 2;
  }
  return difference === 0 ? 0 : Math.sqrt(difference / norm);
}
