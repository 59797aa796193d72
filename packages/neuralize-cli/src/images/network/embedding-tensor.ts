import { averagedFeatures, type Model, typeOf, type Value } from "neuralize";
import { noEmbedding, wrongEmbedding } from "../../errors/messages.ts";
import type { Layout } from "../preprocess/preprocessing.ts";

/** What is clustered: a tensor of the network as points. */
export interface EmbeddingTensor {
  /** [N, D] */
  readonly points: Value;
  readonly tensor: string;
  /** How points come from the tensor, where they are not the tensor itself. */
  readonly note?: string;
}

const usualNames = ["features", "embedding", "embeddings"];

/**
 * The tensor that is clustered: the one that is named (any inner tensor will do), else an output called features or
 * embedding, else the only output. Spatial maps are averaged over their positions.
 *
 * @param title names the model in errors
 * @throws NO_EMBEDDING, WRONG_EMBEDDING
 */
export function embeddingTensor(
  model: Pick<Model, "graph" | "values">,
  name: string | undefined,
  layout: Layout,
  title: string,
): EmbeddingTensor {
  const { tensor, value } = chosen(model, name, title);
  const { type, shape } = typeOf(value);
  const shown = `${type}${shape === undefined ? " of unknown shape" : ` [${shape.join(", ")}]`}`;
  if (type !== "float32" || shape === undefined) throw wrongEmbedding(title, tensor, shown);
  if (shape.length === 2) return { points: value, tensor };
  if (shape.length !== 4) throw wrongEmbedding(title, tensor, shown);
  const axes = layout === "NCHW" ? [2, 3] : [1, 2];
  const places = axes.map((axis) => shape[axis]).join(" × ");
  const note = `${tensor} ${shown.slice(type.length + 1)} is averaged over its ${places} positions.`;
  return { points: averagedFeatures(value, axes), tensor, note };
}

function chosen({ graph, values }: Pick<Model, "graph" | "values">, name: string | undefined, title: string) {
  const outputs = Object.keys(graph.outputs);
  const usual = outputs.filter((each) => usualNames.includes(each.toLowerCase()));
  const [only, ...others] = name !== undefined ? [name] : usual.length > 0 ? usual : outputs;
  if (only === undefined || others.length > 0)
    throw noEmbedding(title, "nothing says which of its tensors is to be clustered", outputs);
  const value = values.get(only);
  if (value === undefined) throw noEmbedding(title, `it has no tensor ${JSON.stringify(only)}`, outputs);
  return { tensor: only, value };
}
