import { type Command, InvalidArgumentError, Option } from "commander";
import { usage } from "../errors/messages.ts";
import { colorMaps } from "../images/heatmap/color-maps.ts";
import { type CompositeOptions, withCompositeOptions } from "./composite-options.ts";
import { groups } from "./table-options.ts";

/** Options of `explain` that belong to pictures. */
export interface ImageOptions extends CompositeOptions {
  readonly extractor?: string;
  readonly embedding?: string;
  readonly preprocess?: string;
  readonly pool?: "min" | "logmeanexp";
  readonly competitors?: number;
  readonly heatmap: "overlay" | "plain";
  readonly colormap: string;
  readonly opacity: number;
  readonly percentile: number;
  readonly colorScale: "picture" | "shared";
  readonly saveRelevance?: boolean;
}

const within =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (text.trim() === "" || !(number >= least && number <= most))
      throw new InvalidArgumentError(`Give a number from ${least} to ${most}.`);
    return number;
  };

const wholeWithin =
  (least: number, most: number) =>
  (text: string): number => {
    const number = within(least, most)(text);
    if (!Number.isInteger(number)) throw new InvalidArgumentError("Give a whole number.");
    return number;
  };

const options: readonly (() => Option)[] = [
  () => new Option("--extractor <file>", "the ONNX network whose features are clustered"),
  () =>
    new Option(
      "--embedding <tensor>",
      "the tensor that is clustered (default: an output called features or embedding, else the only one)",
    ),
  () =>
    new Option(
      "--preprocess <how>",
      "imagenet, JSON or a file of it (default: preprocessor_config.json beside the model)",
    ),
  () =>
    new Option("--pool <how>", "how competitors are pooled (default: the model's way, else min)").choices([
      "min",
      "logmeanexp",
    ]),
  () =>
    new Option(
      "--competitors <number>",
      "maps in the report against so many of the nearest competitors alone, or all, as far as they fit (default: 3; 1 for more than 100 pictures)",
    ).argParser((text) => (text === "all" ? Number.POSITIVE_INFINITY : wholeWithin(0, 1000)(text))),
  () => new Option("--heatmap <kind>", "over the picture, or plain").choices(["overlay", "plain"]).default("overlay"),
  () =>
    new Option("--colormap <name>", "colours of the heatmaps")
      .choices(colorMaps.map(({ name }) => name))
      .default(colorMaps[0]?.name ?? ""),
  () => new Option("--opacity <share>", "of heatmaps over the picture").argParser(within(0, 1)).default(0.9),
  () =>
    new Option("--percentile <number>", "of |relevance|, at which colours are full; 100 is the largest")
      .argParser(within(50, 100))
      .default(99.5),
  () =>
    new Option("--color-scale <whose>", "a scale for each, or the largest for all")
      .choices(["picture", "shared"])
      .default("picture"),
  () => new Option("--save-relevance", "write relevance/*.npy too"),
];

/** Adds them to a command. */
export const withImageOptions = (command: Command): Command =>
  options.reduce(
    (extended, option) => extended.addOption(option()),
    withCompositeOptions(command.optionsGroup(groups.pictures)),
  );

const ofPictures = new Set([...options.map((option) => option().attributeName()), "composite", "set", "canonizers"]);
const ofTables = new Set([
  "columns",
  "exclude",
  "categorical",
  "id",
  "label",
  "scale",
  "missing",
  "where",
  "clusters",
  "centroids",
]);

/**
 * Refuses options that say nothing about what is explained.
 * @throws USAGE naming the first of them
 */
export function checkKindOfOptions(command: Command, pictures: boolean): void {
  const foreign = pictures ? ofTables : ofPictures;
  const given = command.options.find(
    (option) => foreign.has(option.attributeName()) && command.getOptionValueSource(option.attributeName()) === "cli",
  );
  if (given !== undefined)
    throw usage(`${given.long ?? given.flags} belongs to ${pictures ? "tables" : "pictures"}; leave it away here.`);
}
