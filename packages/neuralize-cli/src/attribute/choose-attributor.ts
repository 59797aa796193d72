import {
  type Attributor,
  type Baseline,
  type Canonizer,
  type Conservation,
  conservation,
  type Engine,
  type Explained,
  type Feed,
  type Graph,
  gradient,
  heuristicStiffness,
  inputXGradient,
  integratedGradients,
  type LrpOptions,
  lrp,
  occlusion,
  type Pool,
  shapley,
  smoothGrad,
  type TargetChoice,
  type Value,
} from "neuralize";
import type { AttributeOptions } from "../commands/attribute-options.ts";
import { usage } from "../errors/messages.ts";
import type { ChosenComposite } from "../model/choose-composite.ts";
import { readArray } from "./read-array.ts";
import { feedOf } from "./read-rows.ts";

/** What an attributor is made of. */
export interface AttributorParts {
  readonly graph: Graph;
  readonly explained: Explained;
  readonly to: Value | undefined;
  readonly x: Feed;
  /** Rules; absent for plain gradients. */
  readonly composite: ChosenComposite | undefined;
  readonly canonizers: readonly Canonizer[];
}

/** The settings of LRP. */
function lrpOptions(
  { to, composite, canonizers }: AttributorParts,
  { batch, beta }: AttributeOptions,
  initialRelevance: "one-hot" | "output" | Feed | undefined,
): LrpOptions {
  if (composite === undefined) throw usage("LRP needs rules.");
  const rules = { canonizers, composite: (given: number | Value) => composite.placed(given).composite };
  return { ...given({ batch, initialRelevance, to }), ...rules, beta };
}

/** How much relevance every node keeps, for the settings of LRP. */
export async function measuredConservation(
  parts: AttributorParts,
  options: AttributeOptions,
  engine: Engine,
  target: TargetChoice,
): Promise<Conservation> {
  const explained = await pooled(parts, options, engine);
  const settings = lrpOptions(parts, options, await initialOf(options.initialRelevance));
  return conservation(engine, parts.graph, explained, settings, parts.x, { target });
}

/** The attributor that the command line asks for. @throws USAGE, and those of reading arrays */
export async function chooseAttributor(
  parts: AttributorParts,
  options: AttributeOptions,
  engine: Engine,
): Promise<Attributor> {
  const { graph, to, composite, canonizers } = parts;
  const { method, steps, noise, samples, seed, window, stride, occlude, batch } = options;
  const explained = await pooled(parts, options, engine);
  const initialRelevance = await initialOf(options.initialRelevance);
  const baseline = await baselineOf(options.baseline);
  const fill = await baselineOf(options.fill);
  const common = given({ batch, initialRelevance });
  // Gradients of ∞ are as good as those of any number: the stiffness is read by rules alone.
  const rules = composite && { composite: composite.placed(Number.POSITIVE_INFINITY).composite, canonizers };
  switch (method) {
    case "lrp":
      return lrp(engine, graph, explained, lrpOptions(parts, options, initialRelevance));
    case "gradient":
      return gradient(engine, graph, explained, { ...common, ...given({ to }) });
    case "input_x_gradient":
      return inputXGradient(engine, graph, explained, common);
    case "smoothgrad":
      return smoothGrad(engine, graph, explained, { ...common, ...given({ noise, samples }), seed, ...rules });
    case "integrated_gradients":
      return integratedGradients(engine, graph, explained, { ...common, ...given({ steps, baseline }), ...rules });
    case "occlusion":
      return occlusion(engine, graph, explained, given({ batch, window, stride, fill, occlude }));
    case "shapley":
      return shapley(engine, graph, explained, { ...given({ batch, samples, baseline }), seed });
  }
}

/** What is explained, with its pool. */
async function pooled(
  { graph, explained, x }: AttributorParts,
  { pool, beta, method }: AttributeOptions,
  engine: Engine,
): Promise<Explained> {
  if (pool === "min") {
    if (beta !== "auto" && (method !== "lrp" || explained.head === undefined))
      throw usage("--beta is for --method lrp on clusters, and for --pool logmeanexp.");
    return explained;
  }
  if (explained.head === undefined) throw usage("--pool is for clusters, and what is explained is a tensor.");
  const stiffness = beta === "auto" ? await heuristicStiffness(engine, graph, explained.head, x) : beta;
  if (stiffness === 0) throw usage("--beta 0 makes --pool logmeanexp a mean without a name; give a positive number.");
  const soft: Pool = { kind: "logmeanexp", beta: -stiffness };
  return { ...explained, pool: Number.isFinite(stiffness) ? soft : { kind: "min" } };
}

async function initialOf(option: string | undefined): Promise<"one-hot" | "output" | Feed | undefined> {
  if (option === undefined || option === "one-hot" || option === "output") return option;
  if (!/\.np[yz]$/i.test(option))
    throw usage(`--initial-relevance ${JSON.stringify(option)} is neither one-hot, output nor a .npy file.`);
  return feedOf(await readArray(option, "initial_relevance"));
}

const baselineOf = async (option: number | string | undefined): Promise<Baseline | undefined> =>
  typeof option === "string" ? feedOf(await readArray(option, "baseline")) : option;

/** What is left out keeps its default. */
const given = <T extends object>(settings: T) =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]?: Exclude<T[K], undefined>;
  };
