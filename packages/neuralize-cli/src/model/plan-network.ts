import { basename } from "node:path";
import { type CompileOptions, type Dimension, type Engine, type Model, typeOf } from "neuralize";
import { wrongInputShape } from "../errors/messages.ts";
import { choosePreprocessing } from "../images/preprocess/choose-preprocessing.ts";
import { networkInput } from "../images/preprocess/network-input.ts";
import { channelCount, inputBounds, type Preprocessing } from "../images/preprocess/preprocessing.ts";
import { type ChosenComposite, type CompositeRequest, chooseCanonizers, chooseComposite } from "./choose-composite.ts";
import { type ChosenExplained, chooseExplained, tensorNamed } from "./choose-explained.ts";
import { readOnnx } from "./read-onnx.ts";

/** What a command says of the explanation of an ONNX model. */
export interface NetworkRequest extends CompositeRequest {
  readonly canonizers?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly target: "assigned" | "argmax" | number;
  readonly against?: readonly number[];
  readonly initialRelevance?: "one-hot" | "output";
  readonly preprocess?: string;
  /** Of several outputs, take the one that is made from the others; else that is refused. */
  readonly lastOfSeveral?: boolean;
  /** Sizes of a row, without the batch. */
  readonly inputShape?: readonly number[];
}

/** A model, and everything that its compilation takes. */
export interface NetworkPlan {
  readonly title: string;
  readonly model: Model;
  readonly chosen: ChosenExplained;
  readonly composite: ChosenComposite;
  /** For `compile`. */
  readonly options: CompileOptions;
  /** How pictures become its inputs, where that is said. */
  readonly preprocessing: Preprocessing | undefined;
}

const defaultComposite = "epsilon_plus";

/**
 * Reads an ONNX model and settles what is explained of it and by which rules.
 * @throws USAGE, NO_SUCH_TENSOR, UNTRUSTED_MATCH, WRONG_INPUT_SHAPE, and those of composites, preprocessing and reading
 */
export async function planNetwork(path: string, request: NetworkRequest, engine: Engine): Promise<NetworkPlan> {
  const title = basename(path);
  const { canonizers, target, against } = request;
  const { model, preprocessing } = await readForShape(path, title, request);
  const known = preprocessing === undefined ? {} : { ...inputBounds(preprocessing) };
  const composite = await chooseComposite(request, defaultComposite, known);
  const chosen = await chooseExplained(model, title, request, engine);
  const { explained } = chosen;
  const to = request.to === undefined ? undefined : tensorNamed(model, request.to, "--to", title);
  const shared = {
    composite: composite.rules,
    canonizers: chooseCanonizers(canonizers, composite.rules),
    initialRelevance: initialRelevanceOf(request, composite),
    ...(to && { to: { relevance: to } }),
  };
  const own = target === "assigned" || target === "argmax";
  const options: CompileOptions =
    explained.head !== undefined
      ? { ...shared, head: explained.head, target: own ? "assigned" : target, ...(against && { against }) }
      : { ...shared, ...(explained.from && { from: explained.from }), target: own ? "argmax" : target };
  return { title, model, chosen, composite, options, preprocessing };
}

/** What is put on the explained output: its value, and 1 for plain gradients, unless that is said. */
export const initialRelevanceOf = (
  { initialRelevance }: Pick<NetworkRequest, "initialRelevance">,
  { rules }: ChosenComposite,
): "one-hot" | "output" => initialRelevance ?? (rules === "gradient" ? "one-hot" : "output");

async function readForShape(path: string, title: string, { preprocess, inputShape }: NetworkRequest) {
  const model = await readOnnx(path);
  const preprocessing =
    preprocess === undefined
      ? undefined
      : (await choosePreprocessing(preprocess, path, networkInput(model.graph, title))).preprocessing;
  const row = inputShape ?? (preprocessing && rowOf(preprocessing));
  const [input, ...others] = model.graph.inputs;
  if (row === undefined || input?.producer.kind !== "input") return { model, preprocessing };
  if (others.length > 0) throw wrongInputShape(title, "has several inputs");
  const declared = typeOf(input).shape;
  const shape: readonly Dimension[] = [declared?.[0] ?? "N", ...row];
  const differs = declared?.some((size, axis) => typeof size === "number" && size !== shape[axis]);
  if (declared !== undefined && (declared.length !== shape.length || differs))
    throw wrongInputShape(
      title,
      `takes "${input.producer.name}" as [${declared.join(", ")}], not as [${shape.join(", ")}]`,
    );
  const open = declared?.slice(1).every((size) => typeof size === "number") !== true;
  return {
    model: open ? await readOnnx(path, { inputShapes: { [input.producer.name]: shape } }) : model,
    preprocessing,
  };
}

const rowOf = ({ layout, channels, size }: Preprocessing): readonly number[] =>
  layout === "NCHW" ? [channelCount(channels), ...size] : [...size, channelCount(channels)];
