import type { CompositeRequest } from "../../model/choose-composite.ts";
import { chooseCanonizers, chooseComposite } from "../../model/choose-composite.ts";
import { inputBounds, type Preprocessing } from "../preprocess/preprocessing.ts";
import type { ImageExplanation } from "./image-explainer.ts";

/** How a saved model explains, unless something else is said. */
export interface SavedExplanation {
  /** In the form of `--composite`. */
  readonly composite: unknown;
  /** Names, in their order. */
  readonly canonizers: readonly string[];
  readonly pool: ImageExplanation["pool"];
}

/** What the command line says of it. */
export interface ExplanationRequest extends CompositeRequest {
  readonly canonizers?: readonly string[];
  readonly pool?: ImageExplanation["pool"];
}

export const defaultComposite = "epsilon_gamma_box";

/**
 * How clusters of pictures are explained: as the command line says, else as the model does, else by the default. The box
 * of the inputs follows from the preprocessing.
 * @throws what `chooseComposite` and `chooseCanonizers` throw
 */
export async function imageExplanation(
  request: ExplanationRequest,
  preprocessing: Preprocessing,
  { contrast, beta }: Pick<ImageExplanation, "contrast" | "beta">,
  saved: SavedExplanation | undefined,
): Promise<ImageExplanation> {
  const own = saved === undefined ? defaultComposite : { json: saved.composite, source: "the model" };
  const composite = await chooseComposite(request, own, { ...inputBounds(preprocessing) });
  // Other rules than the model's come without its canonizers: gradients have none of their own.
  const canonizers = request.canonizers ?? (request.composite === undefined ? saved?.canonizers : undefined);
  return {
    composite,
    canonizers: chooseCanonizers(canonizers, composite.rules),
    contrast,
    pool: request.pool ?? saved?.pool ?? "min",
    beta,
  };
}

/** What a saved model states of an explanation. */
export const savedExplanation = ({ composite, canonizers, pool }: ImageExplanation): SavedExplanation => ({
  composite: composite.json,
  canonizers: canonizers.map(({ name }) => name),
  pool,
});
