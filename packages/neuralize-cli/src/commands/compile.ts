import { statSync } from "node:fs";
import { compile, encode, type Node, nameOf, planRelevance, relevanceSteps, type TableModel, typeOf } from "neuralize";
import { openEngine } from "../engines/open-engine.ts";
import { usage } from "../errors/messages.ts";
import { writeWholeFile } from "../files/whole-file.ts";
import type { Contrast } from "../model/contrast.ts";
import { type NetworkPlan, planNetwork } from "../model/plan-network.ts";
import { encodedExplainer, statedStiffness } from "../model/table-model.ts";
import { listed } from "../table/choose-columns.ts";
import { readModel } from "../table/model-file.ts";
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
  const { bytes, lines } = path.toLowerCase().endsWith(".onnx")
    ? await networkExplainer(path, options)
    : await tableExplainer(path, options);
  writeWholeFile(out, bytes);
  if (quiet !== true) process.stdout.write(`${out}: ${bytes.length} bytes. ${lines.join("\n")}\n`);
}

interface Explainer {
  readonly bytes: Uint8Array;
  readonly lines: readonly string[];
}

async function tableExplainer(path: string, options: CompileOptions): Promise<Explainer> {
  const { beta, target, against } = options;
  const [foreign] = givenNetworkOptions(options);
  if (foreign !== undefined) throw usage(`${foreign} is for ONNX models; a saved model has its own rules.`);
  const contrast: Contrast = { target: target === "argmax" ? "assigned" : target, ...(against && { against }) };
  const model = withStiffness(await readModel(path), beta);
  return {
    bytes: encodedExplainer(model, contrast),
    lines: [
      `In: x [N, ${model.columns.length}], beta. Out: cluster, runner_up, discriminants, evidence, relevance.`,
      `The columns of x: ${listed(model.columns.map(({ name }) => name))}.`,
    ],
  };
}

const withStiffness = (model: TableModel, beta: number | "auto"): TableModel =>
  beta === "auto" ? model : { ...model, beta: Number.isFinite(beta) ? beta : null };

async function networkExplainer(path: string, options: CompileOptions): Promise<Explainer> {
  const plan = await planNetwork(path, options, await openEngine("native"));
  const { title, model, chosen, composite } = plan;
  if (chosen.centroids === undefined && options.beta !== "auto")
    throw usage(`--beta is for clusters, and ${chosen.title} is explained.`);
  const { graph } = compile(model.graph, plan.options);
  const bytes = encode(graph, {
    name: chosen.centroids ? "neuralized_kmeans" : "explainer",
    documentation: `Explains ${chosen.title} of ${title} by layer-wise relevance propagation.`,
    metadata: { ...model.metadata, ...metadataOf(plan, options) },
  });
  const inputs = graph.inputs.map((value) => {
    const { shape } = typeOf(value);
    const name = value.producer.kind === "input" ? value.producer.name : "";
    return shape === undefined || shape.length === 0 ? name : `${name} [${shape.join(", ")}]`;
  });
  return {
    bytes,
    lines: [
      `In: ${inputs.join(", ")}. Out: ${Object.keys(graph.outputs).join(", ")}.`,
      `Explained by ${composite.source}: ${chosen.title}. The file is ${(bytes.length / statSync(path).size).toFixed(2)} times the model.`,
      ...gradientNotes(plan),
    ],
  };
}

/** Says where relevance follows a plain gradient, which need not conserve it. */
function gradientNotes({ model, options }: NetworkPlan): readonly string[] {
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
  const { target, against, initialRelevance, to, canonizers, beta } = options;
  const { centroids } = chosen;
  const stiffness = centroids && (beta === "auto" ? stiffnessAtCentroids(centroids) : beta);
  return {
    "neuralize.version": version,
    "neuralize.composite": JSON.stringify(composite.json),
    "neuralize.from": chosen.from ?? "clusters",
    "neuralize.target": String(chosen.from === undefined && target === "argmax" ? "assigned" : target),
    "neuralize.initial_relevance": initialRelevance ?? "output",
    ...(canonizers && { "neuralize.canonizers": JSON.stringify(canonizers) }),
    ...(against && { "neuralize.against": JSON.stringify(against) }),
    ...(to !== undefined && { "neuralize.to": to }),
    ...(stiffness !== undefined && { "neuralize.beta": statedStiffness(stiffness) }),
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
