import {
  type Attributor,
  type Canonizer,
  compositeFromJson,
  type Engine,
  type Graph,
  gradient,
  inputXGradient,
  integratedGradients,
  type KMeansHead,
  lrp,
  type Model,
  mergeBatchNorm,
  occlusion,
  type Relevance,
  recogniseClusterings,
  standardCanonizers,
  type Value,
} from "neuralize";
import { notVerifiable, wrongReference } from "../errors/messages.ts";
import type { NpyArray } from "../npy/npy.ts";
import type { ReferenceCase } from "./case-file.ts";

/** What cases call the canonizer that puts discriminants in the place of distances. */
const kmeans = "kmeans";

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
 * @throws NOT_SUPPORTED for a method that does not exist; WRONG_REFERENCE where shapes or targets do not fit; the errors
 *   of `compositeFromJson` and `compile`; ENGINE_FAILED.
 */
export async function checkCase({ model, reference, x, targets, expected }: Check, engine: Engine): Promise<number> {
  if (expected.shape.join() !== x.shape.join())
    throw wrongReference(
      `The expected relevance is [${expected.shape.join(", ")}] for an input of [${x.shape.join(", ")}]`,
    );
  const attributor = attributorOf(model, reference, engine);
  try {
    const feed = { type: "float32", dims: x.shape, data: Float32Array.from(x.data) } as const;
    const own = await attributor.attribute(feed);
    // What the model decides on takes the shorter way; near ties, and where a case asks for other entries, it is told.
    const decided = sameTargets(own.target, targets);
    const { relevance } = decided ? own : await attributor.attribute(feed, { target: targets });
    return relativeError(relevance, expected);
  } finally {
    await attributor.close();
  }
}

function attributorOf({ graph, head }: ReferenceModel, reference: ReferenceCase, engine: Engine): Attributor {
  const { method, pool, steps, baseline, window, stride, fill } = reference;
  const canonizers = canonizersOf(reference);
  // Without this canonizer the distances of a clustering are explained as they are.
  const explained = head === undefined || !reference.canonizers.includes(kmeans) ? outputOf(graph) : { head, pool };
  if (method === "occlusion") {
    if (reference.seed !== "one-hot x output") throw unknownSeed(reference);
    return occlusion(engine, graph, explained, given({ window, stride, fill }));
  }
  const options = { canonizers, initialRelevance: seedOf(reference) } as const;
  // A gradient under rules is how zennit calls it.
  switch (method === "gradient" && reference.composite ? "lrp" : method) {
    case "lrp":
      // No rule of a case takes its stiffness from an input.
      return lrp(engine, graph, explained, { ...options, composite: () => compositeFromJson(reference.composite) });
    case "gradient":
      return gradient(engine, graph, explained, options);
    case "input_x_gradient":
      return inputXGradient(engine, graph, explained, options);
    case "integrated_gradients": {
      const rules = reference.composite ? { composite: compositeFromJson(reference.composite) } : {};
      return integratedGradients(engine, graph, explained, { ...options, ...rules, ...given({ steps, baseline }) });
    }
    default:
      throw notVerifiable(`Its method ${JSON.stringify(method)} is not supported`);
  }
}

/** Models of the reference call what is explained "y"; where it is the only output its name does not matter. */
function outputOf({ outputs }: Graph): { readonly from?: Value } {
  return outputs.y !== undefined && Object.keys(outputs).length > 1 ? { from: outputs.y } : {};
}

/** What a case leaves out keeps its default. */
const given = <T extends object>(settings: T) =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]?: Exclude<T[K], undefined>;
  };

const unknownSeed = ({ method, seed }: ReferenceCase) =>
  notVerifiable(`Its seed ${JSON.stringify(seed)} is not supported for ${method}`);

function seedOf(reference: ReferenceCase): "one-hot" | "output" {
  const { seed } = reference;
  if (seed !== "one-hot" && seed !== "output") throw unknownSeed(reference);
  return seed;
}

function canonizersOf({ composite, canonizers }: ReferenceCase): readonly Canonizer[] {
  const unknown = canonizers.find((name) => name !== kmeans && name !== mergeBatchNorm.name);
  if (unknown !== undefined) throw notVerifiable(`Its canonizer ${JSON.stringify(unknown)} is not supported`);
  if (!composite) return [];
  return standardCanonizers.filter(({ name }) => name !== mergeBatchNorm.name || canonizers.includes(name));
}

function sameTargets(decided: ArrayLike<number> | undefined, targets: readonly number[]): boolean {
  const found = Array.from(decided ?? []);
  if (decided !== undefined && found.length !== targets.length)
    throw wrongReference(`There are ${targets.length} targets for ${found.length} rows`);
  return decided === undefined || found.every((each, i) => each === targets[i]);
}

function relativeError({ data: actual, dims }: Relevance, { shape, data }: NpyArray): number {
  if (dims.join() !== shape.join())
    throw wrongReference(`The relevance is [${dims.join(", ")}] where [${shape.join(", ")}] is expected`);
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < data.length; i++) {
    difference += ((actual[i] ?? Number.NaN) - (data[i] ?? Number.NaN)) ** 2;
    norm += (data[i] ?? Number.NaN) ** 2;
  }
  return difference === 0 ? 0 : Math.sqrt(difference / norm);
}
