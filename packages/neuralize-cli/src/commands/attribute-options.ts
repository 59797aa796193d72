import { type Command, InvalidArgumentError, Option } from "commander";
import { type Method, methods } from "../attribute/method-settings.ts";
import type { EngineName } from "../engines/open-engine.ts";
import { colorMaps } from "../images/heatmap/color-maps.ts";
import { type CompositeOptions, withCompositeOptions } from "./composite-options.ts";
import { clusterNumbers, place, stiffness, wholeNumber } from "./table-options.ts";

/** Options of `attribute`, as commander parses them. */
export interface AttributeOptions extends CompositeOptions {
  readonly model: string;
  readonly method: Method;
  readonly out?: string;
  readonly heatmap?: string;
  readonly plain?: boolean;
  readonly colormap: string;
  readonly preprocess?: string;
  readonly from?: string;
  readonly to?: string;
  readonly target: "assigned" | "argmax" | number | string;
  readonly against?: readonly number[];
  readonly pool: "min" | "logmeanexp";
  readonly beta: number | "auto";
  /** A number, "one-hot", "output", or a .npy file. */
  readonly initialRelevance?: string;
  readonly steps?: number;
  readonly noise?: number;
  readonly samples?: number;
  readonly baseline?: number | string;
  readonly window?: number | readonly number[];
  readonly stride?: number | readonly number[];
  readonly fill?: number | string;
  readonly occlude?: "keep" | "remove";
  readonly conservation?: boolean;
  readonly seed: number;
  readonly batch?: number;
  readonly engine: EngineName;
  readonly threads?: number;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** Adds them to a command. */
export const withAttributeOptions = (command: Command): Command =>
  withCompositeOptions(
    command
      .requiredOption("--model <file>", "the ONNX model", place)
      .addOption(new Option("--method <method>", "how relevance is found").choices(methods).default("lrp"))
      .option("-o, --out <file>", "where the relevance goes: a .npy file", arrayPlace)
      .option("--heatmap <file>", "where its picture goes: a .png file", picturePlace)
      .option("--plain", "the heatmap alone, not over the picture")
      .addOption(
        new Option("--colormap <name>", "colours of the heatmap")
          .choices(colorMaps.map(({ name }) => name))
          .default(colorMaps[0]?.name ?? ""),
      )
      .option(
        "--preprocess <how>",
        "how pictures become inputs: imagenet, JSON or a file of it (default: preprocessor_config.json beside the model)",
      )
      .option(
        "--from <tensor>",
        "what is explained: an output or inner tensor (default: a k-means, or the only output)",
      )
      .option("--to <tensor>", "where relevance is wanted: an inner tensor (default: the input)")
      .option(
        "--target <target>",
        "which cluster or entry: assigned or argmax (the model's own), a number, or a .npy file of one per row",
        target,
        "assigned",
      )
      .option("--against <clusters>", "competitors, such as 2,3 (default: all others)", clusterNumbers),
  )
    .addOption(
      new Option("--pool <how>", "how the competitors of a cluster are pooled")
        .choices(["min", "logmeanexp"])
        .default("min"),
    )
    .option(
      "--beta <number>",
      "stiffness of min-takes-most or of the pool: a number, auto (1 / mean evidence) or inf",
      stiffness,
      "auto",
    )
    .option(
      "--initial-relevance <what>",
      "put on what is explained: one-hot (1), output (its value) or a .npy file (default: output for lrp, else one-hot)",
    )
    .option("--steps <number>", "of integrated gradients (default: 20)", wholeNumber(1, 1_000_000))
    .option("--noise <level>", "of smoothgrad: σ / (largest − smallest input) (default: 0.1)", atLeastZero)
    .option("--samples <number>", "draws of smoothgrad, orders of shapley (default: 20)", wholeNumber(1, 1_000_000))
    .option(
      "--baseline <value>",
      "of integrated gradients and shapley: a number or a .npy file (default: 0)",
      numberOrFile,
    )
    .option("--window <sizes>", "of occlusion: one size, or several for the last axes, such as 8,8 (default: 8)", sizes)
    .option("--stride <sizes>", "of occlusion, like --window (default: 8)", sizes)
    .option(
      "--fill <value>",
      "of occlusion, in place of what is occluded: a number or a .npy file (default: 0)",
      numberOrFile,
    )
    .addOption(
      new Option("--occlude <which>", "of occlusion: keep the window alone, or remove it (default: keep)").choices([
        "keep",
        "remove",
      ]),
    )
    .option("--conservation", "also show how much relevance every layer keeps (lrp)")
    .option("--seed <number>", "random seed, of smoothgrad and shapley", wholeNumber(0, 2 ** 32 - 1), 0)
    .option("--batch <number>", "rows (steps, draws, windows) per run (default: what fits)", wholeNumber(1, 1_000_000))
    .addOption(new Option("--engine <name>", "where the network runs").choices(["native", "wasm"]).default("native"))
    .option("--threads <number>", "threads of the engine (default: as many as it likes)", wholeNumber(1, 1024))
    .option("--quiet", "no progress and no summary")
    .option("--json", "print the summary as JSON");

const ending =
  (extension: string) =>
  (text: string): string => {
    if (!place(text).toLowerCase().endsWith(extension))
      throw new InvalidArgumentError(`Give a path that ends in ${extension}.`);
    return text;
  };
const arrayPlace = ending(".npy");
const picturePlace = ending(".png");

function target(text: string): AttributeOptions["target"] {
  if (text === "assigned" || text === "argmax" || /\.np[yz]$/i.test(text)) return text;
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("Give assigned, argmax, a number from 0, or a .npy file.");
  return wholeNumber(0)(text);
}

const atLeastZero = (text: string): number => {
  const number = Number(text);
  if (text.trim() === "" || !(number >= 0 && Number.isFinite(number)))
    throw new InvalidArgumentError("Give a number of at least 0.");
  return number;
};

function numberOrFile(text: string): number | string {
  if (/\.np[yz]$/i.test(text)) return text;
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number)) throw new InvalidArgumentError("Give a number or a .npy file.");
  return number;
}

function sizes(text: string): number | readonly number[] {
  const numbers = text.split(",").map((each) => wholeNumber(1)(each.trim()));
  const [only, ...others] = numbers;
  return only !== undefined && others.length === 0 ? only : numbers;
}
