import { operators } from "../ops/index.ts";
import type { LayerName } from "./composite.ts";
import { layerTypeList } from "./layer-types.ts";

/** Layer types, and `AnyLinear` for both linear ones: what a layer map usually names. */
export const layerTypeNames: readonly string[] = [...layerTypeList, "AnyLinear"];

const operatorNames: ReadonlySet<string> = new Set(operators.map(({ type }) => type));

/** Whether a name in a layer map can address anything: a layer type or a standard operator. */
export const isLayerName = (name: string): name is LayerName =>
  layerTypeNames.includes(name) || operatorNames.has(name);
