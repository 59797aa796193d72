import type { Json, Rule } from "../rules/rule.ts";
import type { LayerMap } from "./composite.ts";

/** The layer maps of a composite, as `layerMapComposite` and `firstLayerComposite` take them. */
export interface LayerMaps {
  readonly layerMap: LayerMap;
  readonly firstMap?: LayerMap;
}

/** What `compositeFromJson` reads back to the same rules: names with all parameters; null for β = ∞. */
export const compositeToJson = ({ layerMap, firstMap }: LayerMaps): Json => ({
  layer_map: entriesOf(layerMap),
  ...(firstMap !== undefined && { first_map: entriesOf(firstMap) }),
});

const entriesOf = (map: LayerMap): Json => map.map(([layer, rule]) => [layer, ruleJson(rule)]);

// JSON has no infinity.
const finite = (value: Json): Json => (value === Number.POSITIVE_INFINITY ? null : value);

function ruleJson({ name, parameters }: Rule): Json {
  const entries = Object.entries(parameters).map(([key, value]): [string, Json] => [key, finite(value)]);
  return entries.length === 0 ? name : { rule: name, ...Object.fromEntries(entries) };
}
