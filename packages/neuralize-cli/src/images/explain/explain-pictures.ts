import { type Compiled, type Engine, encode, type Feed, type Matrix, type Session } from "neuralize";
import { pictureNotFinite } from "../../errors/messages.ts";
import { blamingWeights } from "../../model/not-finite-weights.ts";
import type { Progress } from "../../terminal/progress.ts";
import type { SkippedFile } from "../folder/image-files.ts";
import type { ImageNetwork } from "../network/image-network.ts";
import { type ImageExplanation, marginExplainer } from "./image-explainer.ts";
import { type PictureBatch, type PictureFiles, type PreparedPicture, pictureBatches } from "./picture-batches.ts";
import { batchSize, numbersOfOutput, runNetwork } from "./run-network.ts";

/** Relevance of one picture against one competitor alone. */
export interface MarginExplanation {
  readonly against: number;
  readonly evidence: number;
  /** As the network's input, [C, H, W] or [H, W, C]. */
  readonly relevance: Float32Array;
}

/** One picture with its explanation. */
export interface ExplainedPicture {
  readonly picture: PreparedPicture;
  readonly cluster: number;
  /** −1 where nothing competes. */
  readonly runnerUp: number;
  readonly evidence: number;
  /** As the network's input, [C, H, W] or [H, W, C]. */
  readonly relevance: Float32Array;
  /** Against single competitors, in the order that was asked for. */
  readonly margins: readonly MarginExplanation[];
}

export interface ExplainPicturesRequest {
  readonly pictures: PictureFiles;
  /** Places in `files` of the pictures to explain. */
  readonly indices: readonly number[];
  readonly network: ImageNetwork;
  readonly centroids: Matrix;
  readonly compiled: Compiled;
  readonly explanation: ImageExplanation;
  /** Single competitors that a picture is explained against as well; none for most. */
  readonly competitors: (index: number) => readonly number[];
  /** Whether whole pictures are wanted for showing. */
  readonly shown: boolean;
}

/**
 * Explains pictures down to their pixels, batch by batch and in memory that does not grow with their number.
 * @param onSkipped is told of pictures that could not be read this time
 * @throws what `compile` throws; ENGINE_FAILED; NOT_FINITE
 */
export async function* explainPictures(
  request: ExplainPicturesRequest,
  engine: Engine,
  progress: Progress,
  onSkipped: (skipped: SkippedFile) => void,
): AsyncGenerator<ExplainedPicture> {
  const { network, indices, compiled } = request;
  const session = await engine.load(encode(compiled.graph));
  const margins = lazyMargins(request, engine);
  const options = {
    preprocessing: network.preprocessing,
    size: batchSize(network),
    padded: network.input.batch !== undefined,
    shown: request.shown,
  };
  try {
    progress.stage("explaining pictures", indices.length);
    let done = 0;
    for await (const batch of pictureBatches(request.pictures, indices, options)) {
      batch.skipped.forEach(onSkipped);
      if (batch.pictures.length > 0) yield* explainBatch(batch, session, request, await margins.explain(batch));
      done += batch.pictures.length + batch.skipped.length;
      progress.advance(done);
    }
  } finally {
    await session.close();
    await margins.close();
  }
}

async function* explainBatch(
  batch: PictureBatch,
  session: Session,
  { network, explanation }: ExplainPicturesRequest,
  margins: readonly (readonly MarginExplanation[])[],
): AsyncGenerator<ExplainedPicture> {
  const outputs = await runNetwork(session, network, batch, { beta: stiffness(explanation) });
  const [cluster, runnerUp, evidence] = ["cluster", "runner_up", "evidence"].map((name) =>
    numbersOfOutput(outputs, name),
  );
  const relevances = numbersOfOutput(outputs, "relevance") as Float32Array;
  const length = relevances.length / batch.rows;
  for (const [row, picture] of batch.pictures.entries()) {
    const own = margins[row] ?? [];
    requireFinite(
      picture.file,
      "the evidence",
      [Number(evidence?.[row]), ...own.map((each) => each.evidence)],
      network,
    );
    for (const part of [relevances.subarray(row * length, (row + 1) * length), ...own.map((each) => each.relevance)])
      requireFinite(picture.file, "relevance of a pixel", part, network);
    yield {
      picture,
      cluster: Number(cluster?.[row]),
      runnerUp: Number(runnerUp?.[row]),
      evidence: Number(evidence?.[row]),
      relevance: relevances.subarray(row * length, (row + 1) * length),
      margins: margins[row] ?? [],
    };
  }
}

/** @throws NOT_FINITE, with the weights that may be the cause */
function requireFinite(title: string, what: string, values: ArrayLike<number>, { graph }: ImageNetwork): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    // 0 for every finite number, NaN for NaN and ±Infinity.
    if (value - value !== 0) throw blamingWeights(graph, pictureNotFinite(title, what, value));
  }
}

const stiffness = ({ beta }: ImageExplanation): Feed => ({
  type: "float32",
  dims: [],
  data: Float32Array.of(beta ?? Number.POSITIVE_INFINITY),
});

/** Explanations against single competitors; the explainer is loaded when the first is asked for. */
function lazyMargins({ network, centroids, explanation, competitors }: ExplainPicturesRequest, engine: Engine) {
  let session: Session | undefined;
  const explain = async (batch: PictureBatch): Promise<readonly (readonly MarginExplanation[])[]> => {
    const wanted = batch.pictures.map(({ index }) => competitors(index));
    const rounds = Math.max(...wanted.map((list) => list.length));
    const found: MarginExplanation[][] = wanted.map(() => []);
    for (let round = 0; round < rounds; round++) {
      session ??= await engine.load(encode(marginExplainer(network, centroids, explanation).graph));
      // Rows that want nothing (more) are run along: they only fill the batch.
      const against = Array.from({ length: batch.rows }, (_, row) => wanted[row]?.[round] ?? 0);
      const feeds = {
        beta: stiffness(explanation),
        against: { type: "int64", dims: [batch.rows], data: BigInt64Array.from(against, BigInt) },
      } as const;
      const outputs = await runNetwork(session, network, batch, feeds);
      const evidence = numbersOfOutput(outputs, "evidence");
      const relevances = numbersOfOutput(outputs, "relevance") as Float32Array;
      const length = relevances.length / batch.rows;
      wanted.forEach((list, row) => {
        const competitor = list[round];
        if (competitor === undefined) return;
        const relevance = relevances.subarray(row * length, (row + 1) * length);
        found[row]?.push({ against: competitor, evidence: Number(evidence[row]), relevance });
      });
    }
    return found;
  };
  return { explain, close: async () => session?.close() };
}
