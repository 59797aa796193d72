import { invalidComposite, unknownLayerName, unknownRule } from "../errors/messages.ts";
import type { Rule } from "../rules/rule.ts";
import { type Composite, firstLayerComposite, type LayerMap, type LayerName, layerMapComposite } from "./composite.ts";
import { isLayerName, layerTypeNames } from "./layer-names.ts";
import { type NamedRule, namedRules, type Stiffness } from "./named-rules.ts";

/**
 * The composite that a file describes: `{"layer_map": [[LAYER, RULE], …], "first_map": [[LAYER, RULE], …]}`, the first
 * match wins, `first_map` (optional) for the first matching layers that data meets. A LAYER is a layer type,
 * "AnyLinear", or an operator; a RULE is a name, or `{"rule": NAME, ...parameters}`. The stiffness of min_takes_most is
 * a number ≥ 0, null for ∞, or "input". `compositeToJson` is the inverse. MATH.md §3.
 * @param json parsed JSON from an untrusted source.
 * @param beta what "input" stands for: a number, or the graph input that holds β.
 * @throws NeuralizeError INVALID_COMPOSITE with the place at fault, UNKNOWN_RULE, UNKNOWN_LAYER.
 */
export function compositeFromJson(json: unknown, beta?: Stiffness): Composite {
  const { layer_map, first_map, ...others } = fieldsOf(json, "");
  const [unexpected] = Object.keys(others);
  if (unexpected !== undefined)
    throw invalidComposite("", `"${unexpected}" is not known; it has "layer_map" and "first_map"`);
  const layerMap = layerMapFrom(layer_map, "layer_map", beta);
  return first_map === undefined
    ? layerMapComposite(layerMap)
    : firstLayerComposite(layerMapFrom(first_map, "first_map", beta), layerMap);
}

function fieldsOf(json: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw invalidComposite(place, "it is no object");
  return json as Readonly<Record<string, unknown>>;
}

function layerMapFrom(json: unknown, place: string, beta: Stiffness | undefined): LayerMap {
  if (!Array.isArray(json)) throw invalidComposite(place, "it is no list of pairs of a layer and a rule");
  return json.map((pair: unknown, i): readonly [LayerName, Rule] => {
    const at = `${place}[${i}]`;
    if (!Array.isArray(pair) || pair.length !== 2) throw invalidComposite(at, "it is no pair of a layer and a rule");
    const [name, rule]: readonly unknown[] = pair;
    if (typeof name !== "string") throw invalidComposite(at, "the layer is no text");
    if (!isLayerName(name)) throw unknownLayerName(at, name, layerTypeNames);
    return [name, ruleFrom(rule, at, beta)];
  });
}

function ruleFrom(json: unknown, place: string, beta: Stiffness | undefined): Rule {
  const { rule: name, ...parameters } = typeof json === "string" ? { rule: json } : fieldsOf(json, place);
  if (typeof name !== "string") throw invalidComposite(place, 'the rule is no text, and no object with "rule"');
  const named = namedRules.get(name);
  if (named === undefined) throw unknownRule(place, name, [...namedRules.keys()]);
  const numbers = numbersFrom(parameters, name, named, place);
  return named.make(numbers, named.stiff ? stiffnessFrom(parameters.beta, place, beta) : 0);
}

function numbersFrom(
  parameters: Readonly<Record<string, unknown>>,
  name: string,
  { numbers, stiff }: NamedRule,
  place: string,
): Readonly<Record<string, number>> {
  const entries = Object.entries(parameters).filter(([key]) => !(stiff && key === "beta"));
  return Object.fromEntries(
    entries.map(([key, value]): [string, number] => {
      if (!numbers.includes(key)) {
        const known = [...numbers, ...(stiff ? ["beta"] : [])].join(", ") || "none";
        throw invalidComposite(place, `${name} has no parameter "${key}" (parameters: ${known})`);
      }
      if (typeof value !== "number" || !(value >= 0) || value === Number.POSITIVE_INFINITY)
        throw invalidComposite(place, `${key} is ${JSON.stringify(value)}; it must be a number ≥ 0`);
      return [key, value];
    }),
  );
}

function stiffnessFrom(json: unknown, place: string, given: Stiffness | undefined): Stiffness {
  if (json === null) return Number.POSITIVE_INFINITY;
  if (typeof json === "number" && json >= 0) return json;
  if (json !== "input" || given === undefined) {
    const shown = json === undefined ? "missing" : JSON.stringify(json);
    throw invalidComposite(
      place,
      `beta is ${shown}; it must be a number ≥ 0, null for ∞${given === undefined ? "" : ', or "input"'}`,
    );
  }
  return given;
}
