import { type Conservation, conservation, type Engine, featureKMeans, type Matrix } from "neuralize";
import type { ImageNetwork } from "../network/image-network.ts";
import { type ImageExplanation, poolOf } from "./image-explainer.ts";
import { type PictureFiles, pictureBatches } from "./picture-batches.ts";
import { batchSize, inputShape } from "./run-network.ts";

/** Pictures are alike in where rules lose relevance: a few are enough, and cost little beside the whole run. */
const mostSampled = 4;

/** What conservation is measured of. */
export interface ConservationRequest {
  readonly pictures: PictureFiles;
  /** Places in its files of a random sample. */
  readonly sample: readonly number[];
  readonly network: ImageNetwork;
  /** [K, D] */
  readonly centroids: Matrix;
  readonly explanation: ImageExplanation;
}

/** Relevance at every node of the explainer, on a few pictures. */
export interface MeasuredConservation extends Conservation {
  /** Pictures that it was measured on, by their place in the files. */
  readonly measured: readonly number[];
}

/**
 * How much relevance every node keeps of the first few pictures of a sample; those that cannot be read any more are
 * passed over.
 * @throws what `conservation` throws
 */
export async function measureConservation(
  { pictures, sample, network, centroids, explanation }: ConservationRequest,
  engine: Engine,
): Promise<MeasuredConservation> {
  const { composite, canonizers, contrast, pool, beta } = explanation;
  const { target, against } = contrast;
  const size = batchSize(network);
  const measured: number[] = [];
  const inputs: Float32Array[] = [];
  const options = { preprocessing: network.preprocessing, size, padded: false, shown: false };
  for await (const batch of pictureBatches(pictures, sample.slice(0, mostSampled), options)) {
    measured.push(...batch.pictures.map(({ index }) => index));
    inputs.push(batch.input);
  }
  if (measured.length === 0) return { layers: [], left: [], measured };
  const { graph, head } = featureKMeans(network.graph, network.points, centroids);
  const found = await conservation(
    engine,
    graph,
    { head, pool: poolOf(pool, beta), ...(against && { against }) },
    {
      composite: (stiffness) => composite.placed(stiffness).composite,
      canonizers,
      beta: beta ?? Number.POSITIVE_INFINITY,
      batch: size,
    },
    { type: "float32", dims: inputShape(network, measured.length), data: joined(inputs) },
    { target },
  );
  return { ...found, measured };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
