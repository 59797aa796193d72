import { writeWholeFile } from "../files/whole-file.ts";
import { encodedExplainer } from "../model/table-model.ts";
import { readModel } from "../table/model-file.ts";

export interface CompileOptions {
  readonly out: string;
  readonly target: "assigned" | number;
  readonly against?: readonly number[];
  readonly quiet?: boolean;
}

/** `neuralize compile`: a model's explainer as an ONNX file. */
export async function compileModel(path: string, { out, target, against, quiet }: CompileOptions): Promise<void> {
  const model = await readModel(path);
  const bytes = encodedExplainer(model, { target, ...(against && { against }) });
  writeWholeFile(out, bytes);
  if (quiet !== true)
    process.stdout.write(
      `${out}: ${bytes.length} bytes; x [N, ${model.columns.length}] and beta in; cluster, runner_up, discriminants, evidence, relevance out.\n`,
    );
}
