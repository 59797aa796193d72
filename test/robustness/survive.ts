import { recogniseClusterings } from "../../packages/neuralize/src/canonizers/clustering/recognise.ts";
import { type CompileOptions, compile } from "../../packages/neuralize/src/compile.ts";
import { compositeFromJson } from "../../packages/neuralize/src/composites/from-json.ts";
import { namedRules } from "../../packages/neuralize/src/composites/named-rules.ts";
import { NeuralizeError } from "../../packages/neuralize/src/errors/error.ts";
import { checkGraph } from "../../packages/neuralize/src/graph/check.ts";
import { typeOf } from "../../packages/neuralize/src/graph/node.ts";
import type { Value } from "../../packages/neuralize/src/graph/value.ts";
import { decode } from "../../packages/neuralize/src/onnx/decode.ts";
import { encode } from "../../packages/neuralize/src/onnx/encode.ts";
import { unsupportedNodes } from "../../packages/neuralize/src/unsupported.ts";

const presets = ["epsilon_plus", "epsilon_alpha2_beta1_flat", "epsilon_gamma_box", "guided_backprop"];
const parameters = { low: -1, high: 1 };

// Rules on layers that they fit, and on others.
const layers = [
  "AnyLinear",
  "Activation",
  "AvgPool",
  "Sum",
  "MaxPool",
  "Affine",
  "Relu",
  "Concat",
  "Gather",
  "Mul",
  "TopK",
];

/** Every rule in its turn on one kind of layer, ε or pass on the others. */
function layerMap(variant: number): NonNullable<CompileOptions["composite"]> {
  const rules = [...namedRules.keys()];
  const rule = rules[variant % rules.length];
  const parameters = { ...(rule === "zbox" && { low: -1, high: 1 }), ...(rule?.includes("takes_most") && { beta: 1 }) };
  const layer = layers[Math.floor(variant / rules.length) % layers.length];
  return () =>
    compositeFromJson({
      layer_map: [
        [layer, { rule, ...parameters }],
        ["AnyLinear", "epsilon"],
        ["Activation", "pass"],
      ],
    });
}

const composites: readonly CompileOptions["composite"][] = [
  "gradient",
  undefined,
  ...presets.map(
    (composite) => () =>
      compositeFromJson(composite === "epsilon_gamma_box" ? { composite, ...parameters } : { composite }),
  ),
];

/** How far a file came: the code of the error that ended it, or the explainer. */
export type Outcome = { readonly code: string } | { readonly explainer: Uint8Array };

/**
 * Everything that is done with a model before an engine sees it. Whatever is thrown other than a coded error passes
 * through, and so does the code that says that a stage of the compiler left its graph broken.
 */
export function survive(bytes: Uint8Array, variant: number): Outcome {
  try {
    const { graph } = decode(bytes);
    unsupportedNodes(Object.values(graph.outputs), graph.inputs);
    const [head] = recogniseClusterings(graph).matches;
    const composite = variant % 3 === 0 ? layerMap(variant / 3) : composites[variant % composites.length];
    const options = {
      initialRelevance: variant % 2 === 0 ? ("output" as const) : ("one-hot" as const),
      ...(composite !== undefined && { composite }),
    };
    const values = Object.values(graph.outputs);
    const from = values[variant % values.length] as Value;
    const network = { from, target: typeOf(from).shape?.length === 2 ? ("argmax" as const) : 0 };
    const { graph: explainer, stages } = compile(graph, { ...options, ...(head === undefined ? network : { head }) });
    for (const [stage, each] of Object.entries(stages)) checkGraph(each, stage);
    const written = encode(explainer);
    decode(written);
    return { explainer: written };
  } catch (error) {
    if (!(error instanceof NeuralizeError) || error.code === "INCONSISTENT_GRAPH" || !/^[A-Z_]+$/.test(error.code))
      throw error;
    return { code: error.code };
  }
}
