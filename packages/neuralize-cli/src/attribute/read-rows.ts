import { basename } from "node:path";
import type { Feed, Graph } from "neuralize";
import { unknownInputFormat } from "../errors/messages.ts";
import { readPicture } from "../images/decode/read-picture.ts";
import { isImageName } from "../images/folder/picture-path.ts";
import type { DecodedPicture } from "../images/picture.ts";
import { choosePreprocessing } from "../images/preprocess/choose-preprocessing.ts";
import { inputPixels } from "../images/preprocess/input-pixels.ts";
import { inputLength, writeInput } from "../images/preprocess/input-values.ts";
import { networkInput } from "../images/preprocess/network-input.ts";
import { placement } from "../images/preprocess/placement.ts";
import { channelCount, type InputBounds, inputBounds, type Preprocessing } from "../images/preprocess/preprocessing.ts";
import type { NpyArray } from "../npy/npy.ts";
import { isArrayPath, readArray } from "./read-array.ts";

/** What is explained: rows, and the picture that they come from where it is one. */
export interface ReadRows {
  readonly title: string;
  readonly feed: Feed;
  readonly picture?: ShownPicture;
  /** The box that inputs lie in, where the preprocessing is known. */
  readonly bounds?: InputBounds;
}

/** A picture, and where in it the network looks. */
export interface ShownPicture {
  readonly decoded: DecodedPicture;
  readonly region: ReturnType<typeof placement>["region"];
}

/**
 * Reads a .npy or .npz file of rows, or a picture.
 * @param model path of the model, beside which preprocessing may lie
 * @param preprocess option of the command, see `choosePreprocessing`
 * @throws UNKNOWN_INPUT_FORMAT; what reading arrays and pictures and `choosePreprocessing` throw
 */
export async function readRows(
  path: string,
  graph: Graph,
  model: string,
  preprocess: string | undefined,
): Promise<ReadRows> {
  const title = basename(path);
  if (isArrayPath(path)) {
    const [input] = graph.inputs;
    const name = input?.producer.kind === "input" ? input.producer.name : "";
    const array = await readArray(path, name);
    const bounds = preprocess === undefined ? undefined : inputBounds(await preprocessingOf(graph, model, preprocess));
    return { title, feed: feedOf(array), ...(bounds && { bounds }) };
  }
  if (!isImageName(path)) throw unknownInputFormat(title);
  const preprocessing = await preprocessingOf(graph, model, preprocess);
  const decoded = await readPicture(path, title);
  const data = new Float32Array(inputLength(preprocessing));
  writeInput(inputPixels(decoded, preprocessing, title), preprocessing, data);
  const { region } = placement(preprocessing, decoded.original);
  return {
    title,
    feed: { type: "float32", dims: [1, ...shapeOf(preprocessing)], data },
    picture: { decoded, region },
    bounds: inputBounds(preprocessing),
  };
}

/** An array as it can be fed. */
export const feedOf = ({ shape, data }: NpyArray): Feed =>
  data instanceof Float64Array ? { type: "float64", dims: shape, data } : { type: "float32", dims: shape, data };

async function preprocessingOf(graph: Graph, model: string, option: string | undefined): Promise<Preprocessing> {
  const { preprocessing } = await choosePreprocessing(option, model, networkInput(graph, basename(model)));
  return preprocessing;
}

const shapeOf = ({ layout, channels, size }: Preprocessing): readonly number[] =>
  layout === "NCHW" ? [channelCount(channels), ...size] : [...size, channelCount(channels)];
