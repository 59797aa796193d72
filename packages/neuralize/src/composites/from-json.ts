import { invalidComposite, unknownLayerName, unknownPreset, unknownRule } from "../errors/messages.ts";
import { quoted } from "../errors/printable.ts";
import type { Rule } from "../rules/rule.ts";
import {
  type Composite,
  firstMapComposite,
  type LayerMap,
  type LayerName,
  layerMapComposite,
  mixedComposite,
  type NameMap,
  nameMapComposite,
} from "./composite.ts";
import { headComposite } from "./head-rules.ts";
import { isLayerName, layerTypeNames } from "./layer-names.ts";
import { namedRules, type Stiffness } from "./named-rules.ts";
import { readParameters } from "./parameters.ts";
import { namedPresets } from "./presets.ts";
import type { LayerMaps } from "./to-json.ts";

const mapNames = ["name_map", "first_map", "layer_map"];

/**
 * The composite that a file describes: `{"layer_map": [[LAYER, RULE], …], "first_map": [[LAYER, RULE], …], "name_map":
 * [[[NAME, …], RULE], …]}`, or `{"composite": PRESET, ...parameters}` with the same maps in front of the preset's own.
 * Names of nodes or PyTorch modules decide first (`*` stands for any characters), then `first_map` for the first
 * matching layers that data meets, then `layer_map`, in which the first match wins. A LAYER is a layer type, "AnyLinear", or an operator; a RULE is a
 * name, or `{"rule": NAME, ...parameters}`. A stiffness is a number ≥ 0, null for ∞, or "input". A preset, or its name
 * alone, also has rules for the layers of a neuralized k-means. `compositeToJson` is the inverse. MATH.md §3.
 * @param json parsed JSON from an untrusted source.
 * @param beta what the stiffness "input" stands for: a number, or the graph input that holds β.
 * @throws NeuralizeError INVALID_COMPOSITE with the place at fault, UNKNOWN_COMPOSITE, UNKNOWN_RULE, UNKNOWN_LAYER.
 */
export const compositeFromJson = (json: unknown, beta?: Stiffness): Composite => placedComposite(json, beta).composite;

/** A composite that can say where each of its rules comes from. */
export interface PlacedComposite {
  readonly composite: Composite;
  /** The entry that a rule of the composite stands in: `layer_map[2], "Linear"`, or `epsilon_plus, "Convolution"`. */
  readonly placeOf: (rule: Rule) => string;
}

/** The same as `compositeFromJson`, for those who show why a node has its rule. */
export function placedComposite(json: unknown, beta?: Stiffness): PlacedComposite {
  const { composite: name, ...fields } = fieldsOf(typeof json === "string" ? { composite: json } : json, "");
  const { name_map: nameMap = [], first_map: firstMap, layer_map: layerMap, ...others } = fields;
  if (name === undefined) {
    const [unexpected] = Object.keys(others);
    if (unexpected !== undefined)
      throw invalidComposite(
        "",
        `${quoted(unexpected)} is not known; it has ${mapNames.map((each) => `"${each}"`).join(", ")}`,
      );
  }
  const preset = name === undefined ? { layerMap: [] } : presetFrom(name, others, beta);
  // A composite without any map would be an empty page taken for a whole one.
  const isEmpty = name === undefined && fields.name_map === undefined && firstMap === undefined;
  const own = isEmpty || layerMap !== undefined ? layerMapFrom(layerMap, "layer_map", beta) : [];
  const first = [
    ...(firstMap === undefined ? [] : layerMapFrom(firstMap, "first_map", beta)),
    ...(preset.firstMap ?? []),
  ];
  const names = nameMapFrom(nameMap, beta);
  const composite = mixedComposite([
    nameMapComposite(names),
    ...(first.length > 0 ? [firstMapComposite(first)] : []),
    layerMapComposite([...own, ...preset.layerMap]),
    ...(name === undefined ? [] : [headComposite(beta ?? Number.POSITIVE_INFINITY)]),
  ]);
  // Every entry is read to a rule object of its own, so that the object tells the entry.
  const ownFirst = first.slice(0, first.length - (preset.firstMap?.length ?? 0));
  const places = new Map<Rule, string>([
    ...names.map(([, rule], i): [Rule, string] => [rule, `name_map[${i}]`]),
    ...placesOf(ownFirst, (i) => `first_map[${i}]`),
    ...placesOf(own, (i) => `layer_map[${i}]`),
    ...placesOf(preset.firstMap ?? [], () => `${name}, first layer`),
    ...placesOf(preset.layerMap, () => `${name}`),
  ]);
  return { composite, placeOf: (rule) => places.get(rule) ?? "layers of a k-means head" };
}

const placesOf = (map: LayerMap, place: (i: number) => string): [Rule, string][] =>
  map.map(([layer, rule], i) => [rule, `${place(i)}, ${JSON.stringify(layer)}`]);

function fieldsOf(json: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw invalidComposite(place, "it is no object");
  return json as Readonly<Record<string, unknown>>;
}

function presetFrom(name: unknown, fields: Readonly<Record<string, unknown>>, beta: Stiffness | undefined): LayerMaps {
  const preset = typeof name === "string" ? namedPresets.get(name) : undefined;
  if (preset === undefined) throw unknownPreset(name, [...namedPresets.keys()]);
  return readParameters(fields, { place: "", owner: String(name), beta }, preset);
}

const pairOf = (json: unknown, place: string, what: string): readonly [unknown, unknown] => {
  if (!Array.isArray(json) || json.length !== 2) throw invalidComposite(place, `it is no pair of ${what} and a rule`);
  return [json[0], json[1]];
};

function layerMapFrom(json: unknown, place: string, beta: Stiffness | undefined): LayerMap {
  if (!Array.isArray(json)) throw invalidComposite(place, "it is no list of pairs of a layer and a rule");
  return json.map((pair: unknown, i): readonly [LayerName, Rule] => {
    const at = `${place}[${i}]`;
    const [name, rule] = pairOf(pair, at, "a layer");
    if (typeof name !== "string") throw invalidComposite(at, "the layer is no text");
    if (!isLayerName(name)) throw unknownLayerName(at, name, layerTypeNames);
    return [name, ruleFrom(rule, at, beta)];
  });
}

function nameMapFrom(json: unknown, beta: Stiffness | undefined): NameMap {
  if (!Array.isArray(json)) throw invalidComposite("name_map", "it is no list of pairs of names and a rule");
  return json.map((pair: unknown, i): readonly [readonly string[], Rule] => {
    const at = `name_map[${i}]`;
    const [names, rule] = pairOf(pair, at, "a list of names");
    if (!Array.isArray(names) || !names.every((name) => typeof name === "string"))
      throw invalidComposite(at, "the names are no list of texts");
    return [names, ruleFrom(rule, at, beta)];
  });
}

function ruleFrom(json: unknown, place: string, beta: Stiffness | undefined): Rule {
  const { rule: name, ...parameters } = typeof json === "string" ? { rule: json } : fieldsOf(json, place);
  if (typeof name !== "string") throw invalidComposite(place, 'the rule is no text, and no object with "rule"');
  const named = namedRules.get(name);
  if (named === undefined) throw unknownRule(place, name, [...namedRules.keys()]);
  return readParameters(parameters, { place, owner: name, beta }, named);
}
