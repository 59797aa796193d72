import { type Engine, encode, lower, type Matrix } from "neuralize";
import { noPictureLeft, tooManyFeatures } from "../../errors/messages.ts";
import { blamingWeights } from "../../model/not-finite-weights.ts";
import type { Progress } from "../../terminal/progress.ts";
import type { SkippedFile } from "../folder/image-files.ts";
import type { ImageNetwork } from "../network/image-network.ts";
import { type PictureFiles, pictureBatches } from "./picture-batches.ts";
import { batchSize, numbersOfOutput, runNetwork, withSession } from "./run-network.ts";

/** Pictures as points. */
export interface EmbeddedPictures {
  /** Places in `files` of the pictures that could be used, in their order. */
  readonly indices: readonly number[];
  /** [indices, D] */
  readonly points: Matrix & { readonly data: Float64Array };
  readonly skipped: readonly SkippedFile[];
}

/** 64 million numbers are 512 MB. */
const mostNumbers = 2 ** 26;

/**
 * Runs the network over all pictures, to the tensor that is clustered. Pictures that cannot be used are told.
 * @throws NO_IMAGES where none is left; TOO_LARGE; ENGINE_FAILED
 */
export async function embedPictures(
  pictures: PictureFiles,
  network: ImageNetwork,
  engine: Engine,
  progress: Progress,
): Promise<EmbeddedPictures> {
  const { inputs } = network.graph;
  const model = encode(lower({ inputs, outputs: { embedding: network.points } }));
  return withSession(engine, model, async (session) => {
    const indices: number[] = [];
    const points: Float32Array[] = [];
    const skipped: SkippedFile[] = [];
    const options = {
      preprocessing: network.preprocessing,
      size: batchSize(network),
      padded: network.input.batch !== undefined,
      shown: false,
    };
    progress.stage("embedding pictures", pictures.files.length);
    let done = 0;
    for await (const batch of pictureBatches(pictures, [...pictures.files.keys()], options)) {
      skipped.push(...batch.skipped);
      if (batch.pictures.length > 0) {
        const embedding = numbersOfOutput(await runNetwork(session, network, batch), "embedding") as Float32Array;
        const dimensions = embedding.length / batch.rows;
        if (pictures.files.length * dimensions > mostNumbers)
          throw tooManyFeatures(pictures.files.length, dimensions, mostNumbers);
        batch.pictures.forEach(({ index, file }, row) => {
          const point = embedding.slice(row * dimensions, (row + 1) * dimensions);
          if (point.every(Number.isFinite)) {
            indices.push(index);
            points.push(point);
          } else skipped.push({ file, reason: `${file}: the network makes of it what is no number.` });
        });
      }
      done += batch.pictures.length + batch.skipped.length;
      progress.advance(done);
    }
    if (indices.length === 0) throw blamingWeights(network.graph, noPictureLeft(pictures.folder, skipped));
    const columns = points[0]?.length ?? 0;
    const data = new Float64Array(points.length * columns);
    points.forEach((point, row) => {
      data.set(point, row * columns);
    });
    return { indices, points: { data, rows: points.length, columns }, skipped };
  });
}
