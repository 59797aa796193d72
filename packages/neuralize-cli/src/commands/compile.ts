import { basename } from "node:path";
import { compile, encode } from "neuralize";
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
  const bytes = path.toLowerCase().endsWith(".onnx")
    ? await importedExplainer(path, contrast)
    : encodedExplainer(await readModel(path), contrast);
  writeWholeFile(out, bytes);
  if (quiet !== true)
    process.stdout.write(
      `${out}: ${bytes.length} bytes. In: the model's inputs and beta. Out: cluster, runner_up, discriminants, evidence, relevance.\n`,
    );
}

async function importedExplainer(path: string, contrast: Contrast): Promise<Uint8Array> {
  const model = await readOnnx(path);
  const { match } = await trustedMatch(model, basename(path), await openEngine("native"));
  const { graph } = compile(model.graph, { head: match, ...contrast });
  return encode(graph, { name: "neuralized_kmeans", metadata: { ...model.metadata, "neuralize.version": version } });
}
