import { basename } from "node:path";
import {
  compile,
  dependsOnInput,
  encode,
  nameOf,
  type TableModel,
  tableComposite,
  topologicalOrder,
  type Value,
} from "neuralize";
import { openEngine } from "../engines/open-engine.ts";
import { writeWholeFile } from "../files/whole-file.ts";
import type { Contrast } from "../model/contrast.ts";
import { trustedMatch } from "../model/imported-model.ts";
import { readOnnx } from "../model/read-onnx.ts";
import { encodedExplainer, explainerNotes, statedStiffness } from "../model/table-model.ts";
import { readModel } from "../table/model-file.ts";
import { version } from "../version.ts";

export interface CompileOptions {
  readonly out: string;
  readonly target: "assigned" | number;
  readonly against?: readonly number[];
  /** Default stiffness that the file states; "auto": the model's, else the heuristic at the centroids. */
  readonly beta: number | "auto";
  readonly quiet?: boolean;
}

/** `neuralize compile`: the explainer of a saved model, or of an ONNX model with a k-means inside, as an ONNX file. */
export async function compileModel(path: string, { out, target, against, beta, quiet }: CompileOptions): Promise<void> {
  const contrast: Contrast = { target, ...(against && { against }) };
  const { bytes, notes } = path.toLowerCase().endsWith(".onnx")
    ? await importedExplainer(path, contrast, beta)
    : tableExplainer(await readModel(path), contrast, beta);
  writeWholeFile(out, bytes);
  if (quiet !== true)
    process.stdout.write(
      `${out}: ${bytes.length} bytes. In: the model's inputs and beta. Out: cluster, runner_up, discriminants, evidence, relevance.\n${notes.map((note) => `${note}\n`).join("")}`,
    );
}

interface Explainer {
  readonly bytes: Uint8Array;
  readonly notes: readonly string[];
}

const tableExplainer = (model: TableModel, contrast: Contrast, beta: number | "auto"): Explainer => ({
  bytes: encodedExplainer(withStiffness(model, beta), contrast),
  notes: explainerNotes(model.columns),
});

const withStiffness = (model: TableModel, beta: number | "auto"): TableModel =>
  beta === "auto" ? model : { ...model, beta: Number.isFinite(beta) ? beta : null };

async function importedExplainer(path: string, contrast: Contrast, beta: number | "auto"): Promise<Explainer> {
  const model = await readOnnx(path);
  const { match, centroids } = await trustedMatch(model, basename(path), await openEngine("native"));
  const { graph } = compile(model.graph, { head: match, ...contrast });
  const stiffness = beta === "auto" ? stiffnessAtCentroids(centroids) : beta;
  const metadata = { ...model.metadata, "neuralize.version": version, "neuralize.beta": statedStiffness(stiffness) };
  return { bytes: encode(graph, { name: "neuralized_kmeans", metadata }), notes: leakNotes(match.points) };
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

// What these take apart or move is all there afterwards; relevance follows their gradient and loses nothing.
const moving = new Set([
  "Cast",
  "Concat",
  "Flatten",
  "Gather",
  "Identity",
  "Reshape",
  "Slice",
  "Split",
  "Squeeze",
  "Transpose",
  "Unsqueeze",
]);

/** Says where the way from the points to the inputs is a plain gradient, which need not conserve. */
function leakNotes(points: Value): readonly string[] {
  const ruleOf = tableComposite(1)({ inputs: [], outputs: { points } });
  const plain = topologicalOrder([points]).filter(
    (node) => dependsOnInput(node.values[0]) && !moving.has(node.operator.type) && ruleOf(node) === undefined,
  );
  if (plain.length === 0) return [];
  return [
    `Relevance passes ${plain.map(nameOf).join(", ")} by the plain gradient: the columns need not sum to the evidence.`,
  ];
}
