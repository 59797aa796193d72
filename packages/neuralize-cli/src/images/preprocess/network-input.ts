import { type Graph, quoted, showShape, typeOf } from "neuralize";
import { wrongNetworkInput } from "../../errors/messages.ts";
import type { Layout } from "./preprocessing.ts";

/** What a network takes pictures as; sizes are absent where the model leaves them open. */
export interface NetworkInput {
  readonly name: string;
  readonly layout: Layout;
  readonly channels: 1 | 3;
  readonly height?: number;
  readonly width?: number;
  /** The number of pictures per run, where the model fixes it. */
  readonly batch?: number;
}

/**
 * The picture input of a graph: its only input, float32 of four dimensions, one of which counts 1 or 3 channels.
 * @param title names the model in errors
 * @throws WRONG_NETWORK_INPUT
 */
export function networkInput(graph: Graph, title: string): NetworkInput {
  const [value, ...others] = graph.inputs;
  if (value === undefined || value.producer.kind !== "input" || others.length > 0)
    throw wrongNetworkInput(title, `it has ${graph.inputs.length} inputs`);
  const { name } = value.producer;
  const { type, shape } = typeOf(value);
  const shown = `its input ${quoted(name)} is ${type}${shape === undefined ? "" : ` ${showShape(shape)}`}`;
  if (type !== "float32" || shape?.length !== 4 || shape.includes(0)) throw wrongNetworkInput(title, shown);
  const [batch, ...dimensions] = shape.map((size) => (typeof size === "number" ? size : undefined));
  const first = channelsOf(dimensions[0]);
  const last = channelsOf(dimensions[2]);
  // With three dimensions that could each be the channels, the usual layout is meant.
  const layout = first !== undefined || last === undefined ? "NCHW" : "NHWC";
  const channels = layout === "NCHW" ? first : last;
  if (channels === undefined) throw wrongNetworkInput(title, shown);
  const [height, width] = layout === "NCHW" ? dimensions.slice(1) : dimensions;
  return {
    name,
    layout,
    channels,
    ...(height !== undefined && { height }),
    ...(width !== undefined && { width }),
    ...(batch !== undefined && { batch }),
  };
}

const channelsOf = (size: number | undefined): 1 | 3 | undefined => (size === 1 || size === 3 ? size : undefined);
