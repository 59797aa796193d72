import { basename } from "node:path";
import { compile, dependsOnInput, encode, nameOf, tableComposite, topologicalOrder, type Value } from "neuralize";
import { openEngine } from "../engines/open-engine.ts";
import { writeWholeFile } from "../files/whole-file.ts";
import type { Contrast } from "../model/explain-table.ts";
import { trustedMatch } from "../model/imported-model.ts";
import { readOnnx } from "../model/read-onnx.ts";
import { encodedExplainer } from "../model/table-model.ts";
import { readModel } from "../table/model-file.ts";
import { version } from "../version.ts";

export interface CompileOptions {
  readonly out: string;
  readonly target: "assigned" | number;
  readonly against?: readonly number[];
  readonly quiet?: boolean;
}

/** `neuralize compile`: the explainer of a saved model, or of an ONNX model with a k-means inside, as an ONNX file. */
export async function compileModel(path: string, { out, target, against, quiet }: CompileOptions): Promise<void> {
  const contrast: Contrast = { target, ...(against && { against }) };
  const { bytes, notes } = path.toLowerCase().endsWith(".onnx")
    ? await importedExplainer(path, contrast)
    : { bytes: encodedExplainer(await readModel(path), contrast), notes: [] };
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

async function importedExplainer(path: string, contrast: Contrast): Promise<Explainer> {
  const model = await readOnnx(path);
  const { match } = await trustedMatch(model, basename(path), await openEngine("native"));
  const { graph } = compile(model.graph, { head: match, ...contrast });
  const metadata = { ...model.metadata, "neuralize.version": version };
  return { bytes: encode(graph, { name: "neuralized_kmeans", metadata }), notes: leakNotes(match.points) };
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
