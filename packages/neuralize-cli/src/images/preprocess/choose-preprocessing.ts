import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { usage, wrongPreprocessing } from "../../errors/messages.ts";
import { readBounded } from "../../files/read-bounded.ts";
import { preprocessingFromJson } from "./from-json.ts";
import { imagenet } from "./imagenet.ts";
import type { NetworkInput } from "./network-input.ts";
import type { Preprocessing } from "./preprocessing.ts";

export interface ChosenPreprocessing {
  readonly preprocessing: Preprocessing;
  /** Where it comes from: "imagenet", or a file's name. */
  readonly source: string;
}

const besideModel = "preprocessor_config.json";
const largestFile = 2 ** 20;

/**
 * The preprocessing that an option names: "imagenet", JSON, or a file of it; without the option, the
 * `preprocessor_config.json` in the model's folder.
 *
 * @param model path of the model
 * @throws USAGE where nothing says how; CANNOT_OPEN, WRONG_PREPROCESSING
 */
export async function choosePreprocessing(
  option: string | undefined,
  model: string,
  input: NetworkInput,
): Promise<ChosenPreprocessing> {
  if (option === "imagenet") return { preprocessing: imagenet(input), source: "imagenet" };
  if (option?.trimStart().startsWith("{"))
    return { preprocessing: preprocessingFromJson(option, "--preprocess", input), source: "--preprocess" };
  const path = option ?? join(dirname(model), besideModel);
  if (option === undefined && !existsSync(path))
    throw usage(
      `Say how pictures become inputs of ${basename(model)}: --preprocess imagenet, or --preprocess FILE.json (docs/preprocessing.md); a ${besideModel} beside the model would be found by itself.`,
    );
  const source = basename(path);
  const bytes = await readBounded(path, largestFile, (size) => wrongPreprocessing(source, "", `it has ${size} bytes`));
  return { preprocessing: preprocessingFromJson(bytes.toString("utf8"), source, input), source };
}
