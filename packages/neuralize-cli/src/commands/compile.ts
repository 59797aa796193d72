import { statSync } from "node:fs";
import {
  compile,
  encode,
  type Graph,
  type Node,
  nameOf,
  planRelevance,
  printable,
  relevanceSteps,
  showShape,
  type TableModel,
  typeOf,
} from "neuralize";
import { openEngine } from "../engines/open-engine.ts";
import { usage } from "../errors/messages.ts";
import { refuseOverwriting } from "../files/refuse-overwriting.ts";
import { writeWholeFile } from "../files/whole-file.ts";
import { compositeText } from "../images/explain/composite-text.ts";
import { encodedImageExplainer, imageExplainer } from "../images/explain/image-explainer.ts";
import { imageExplanation } from "../images/explain/image-explanation.ts";
import { isImageModel, readImageModel } from "../images/network/image-model.ts";
import { isOnnx } from "../model/clustering-request.ts";
import { type Contrast, checkContrast } from "../model/contrast.ts";
import { notFiniteWeights } from "../model/not-finite-weights.ts";
import { initialRelevanceOf, type NetworkPlan, planNetwork } from "../model/plan-network.ts";
import { encodedExplainer, statedStiffness } from "../model/table-model.ts";
import { listed } from "../table/choose-columns.ts";
import { readModel } from "../table/model-file.ts";
import { writeLines } from "../terminal/write-lines.ts";
import { version } from "../version.ts";
import { givenNetworkOptions, type NetworkOptions } from "./network-options.ts";

export interface CompileOptions extends NetworkOptions {
  readonly out: string;
  /** Default stiffness that the file states; "auto": the model's, else the heuristic at the centroids. */
  readonly beta: number | "auto";
  readonly quiet?: boolean;
}

/** `neuralize compile`: the explainer of a saved model, or of any ONNX model, as an ONNX file. */
export async function compileModel(path: string, options: CompileOptions): Promise<void> {
  const { out, quiet } = options;
  refuseOverwriting([out], [path]);
  const { bytes, lines } = await explainerOf(path, options);
  writeWholeFile(out, bytes);
  const [first, ...others] = lines;
  if (quiet !== true) writeLines([`${out}: ${bytes.length} bytes. ${first}`, ...others]);
}

interface Explainer {
  readonly bytes: Uint8Array;
  readonly lines: readonly string[];
}

async function explainerOf(path: string, options: CompileOptions): Promise<Explainer> {
  if (isOnnx(path)) return networkExplainer(path, options);
  return (await isImageModel(path)) ? imageModelExplainer(path, options) : tableExplainer(path, options);
}

async function tableExplainer(path: string, options: CompileOptions): Promise<Explainer> {
  const [foreign] = givenNetworkOptions(options);
  if (foreign !== undefined) throw usage(`${foreign} is for ONNX models; a saved model of a table has its own rules.`);
  const model = withStiffness(await readModel(path), options.beta);
  return {
    bytes: encodedExplainer(model, contrastOf(options)),
    lines: [
      `In: x [N, ${model.columns.length}], beta. Out: cluster, runner_up, discriminants, evidence, relevance.`,
      `The columns of x: ${listed(model.columns.map(({ name }) => name))}.`,
    ],
  };
}

const contrastOf = ({ target, against }: CompileOptions): Contrast => ({
  target: target === "argmax" ? "assigned" : target,
  ...(against && { against }),
});

/** The explainer of the clusters of pictures that `explain` saved: by the rules that it saved, or by others. */
async function imageModelExplainer(path: string, options: CompileOptions): Promise<Explainer> {
  const [foreign] = givenNetworkOptions(options).filter((name) => !rulesOptions.includes(name));
  if (foreign !== undefined) throw usage(`${foreign} is for ONNX models; a saved model of pictures brings its own.`);
  const { network, centroids, beta: own, clusters, explanation: saved } = await readImageModel(path);
  const contrast = contrastOf(options);
  checkContrast(contrast, centroids.rows);
  const stiffness = Number.isFinite(options.beta) ? Number(options.beta) : null;
  const beta = options.beta === "auto" ? own : stiffness;
  const explanation = await imageExplanation(options, network.preprocessing, { contrast, beta }, saved);
  const compiled = imageExplainer(network, centroids, explanation);
  const names = clusters.map(({ name }) => name);
  return {
    bytes: encodedImageExplainer(compiled, network, explanation, names),
    lines: [interfaceLine(compiled.graph), `Explained by ${compositeText(explanation.composite.json)}.`],
  };
}

/** What may be said of a saved model of pictures. */
const rulesOptions: readonly string[] = ["--composite", "--set", "--canonizers"];

const withStiffness = (model: TableModel, beta: number | "auto"): TableModel =>
  beta === "auto" ? model : { ...model, beta: Number.isFinite(beta) ? beta : null };

async function networkExplainer(path: string, options: CompileOptions): Promise<Explainer> {
  const plan = await planNetwork(path, options, await openEngine("native"));
  const { title, model, chosen, composite } = plan;
  if (chosen.centroids === undefined && options.beta !== "auto")
    throw usage(`--beta is for clusters, and ${chosen.title} is explained.`);
  if (composite.rules === "gradient" && options.beta !== "auto")
    throw usage("--beta is for rules, and --composite gradient has none.");
  const { graph } = compile(model.graph, plan.options);
  const bytes = encode(graph, {
    name: chosen.centroids ? "neuralized_kmeans" : "explainer",
    documentation: `Explains ${chosen.title} of ${title} by ${composite.rules === "gradient" ? "its gradient" : "layer-wise relevance propagation"}.`,
    metadata: { ...model.metadata, ...metadataOf(plan, options) },
  });
  return {
    bytes,
    lines: [
      interfaceLine(graph),
      `Explained by ${composite.source}: ${chosen.title}. The file is ${(bytes.length / statSync(path).size).toFixed(2)} times the model.`,
      ...(chosen.missed ?? []),
      ...gradientNotes(plan),
      ...notFiniteWeights(model.graph),
    ],
  };
}

/** What goes in and what comes out. */
function interfaceLine({ inputs, outputs }: Graph): string {
  const taken = inputs.map((value) => {
    const { shape } = typeOf(value);
    const name = value.producer.kind === "input" ? printable(value.producer.name) : "";
    return shape === undefined || shape.length === 0 ? name : `${name} ${showShape(shape)}`;
  });
  return `In: ${taken.join(", ")}. Out: ${Object.keys(outputs).map(printable).join(", ")}.`;
}

/** Says where relevance follows a plain gradient, which need not conserve it, though rules were asked for. */
function gradientNotes({ model, options, composite }: NetworkPlan): readonly string[] {
  if (composite.rules === "gradient") return [];
  const { walk } = planRelevance(model.graph, options);
  const plain = relevanceSteps(walk)
    .filter(({ node, rule }) => rule === undefined && !conserves(node))
    .map(({ node }) => nameOf(node));
  const shown = plain.length > 12 ? `${plain.slice(0, 12).join(", ")} and ${plain.length - 12} more` : plain.join(", ");
  return plain.length === 0 ? [] : [`No rule: relevance passes ${shown} by the gradient, which need not conserve it.`];
}

// What these take apart or move is all there afterwards.
const conserves = (node: Node): boolean =>
  node.operator.moves(node) || ["Cast", "Identity"].includes(node.operator.type);

/** What the file says of itself. */
function metadataOf({ chosen, composite, preprocessing }: NetworkPlan, options: CompileOptions) {
  const { target, against, to, canonizers, beta } = options;
  const { centroids } = chosen;
  const stiffness =
    composite.rules !== "gradient" && centroids && (beta === "auto" ? stiffnessAtCentroids(centroids) : beta);
  return {
    "neuralize.version": version,
    "neuralize.composite": JSON.stringify(composite.json),
    "neuralize.from": chosen.from ?? "clusters",
    "neuralize.target": String(chosen.from === undefined && target === "argmax" ? "assigned" : target),
    "neuralize.initial_relevance": initialRelevanceOf(options, composite),
    ...(canonizers && { "neuralize.canonizers": JSON.stringify(canonizers) }),
    ...(against && { "neuralize.against": JSON.stringify(against) }),
    ...(to !== undefined && { "neuralize.to": to }),
    ...(typeof stiffness === "number" && { "neuralize.beta": statedStiffness(stiffness) }),
    ...(preprocessing && { "neuralize.preprocessing": JSON.stringify(preprocessing) }),
  };
}

/**
 * 1 / mean evidence of the centroids themselves (each one's squared distance to the nearest other): NEON's heuristic
 * where there is no data to take the mean over.
 */
function stiffnessAtCentroids(centroids: readonly (readonly number[])[]): number {
  const distance = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, i) => sum + (value - (b[i] ?? 0)) ** 2, 0);
  const nearest = centroids.map((own) =>
    Math.min(...centroids.filter((other) => other !== own).map((other) => distance(own, other))),
  );
  return centroids.length / nearest.reduce((sum, each) => sum + each, 0);
}
