import { type Command, InvalidArgumentError, Option } from "commander";
import type { NetworkRequest } from "../model/plan-network.ts";
import { type CompositeOptions, withCompositeOptions } from "./composite-options.ts";
import { clusterNumbers, wholeNumber } from "./table-options.ts";

/** Options of commands that compile an ONNX model: `compile` and `inspect`. */
export type NetworkOptions = CompositeOptions & NetworkRequest;

/** Adds them to a command. */
export const withNetworkOptions = (command: Command): Command =>
  withCompositeOptions(
    command
      .option(
        "--from <tensor>",
        "what is explained: an output or inner tensor (default: a k-means, or the only output)",
      )
      .option("--to <tensor>", "where relevance is wanted: an inner tensor (default: the inputs)")
      .option(
        "--target <target>",
        "which cluster or entry: assigned or argmax (the model's own), or a number for every row: why not N?",
        ownOrNumber,
        "assigned",
      )
      .option("--against <clusters>", "competitors, such as 2,3 (default: all others)", clusterNumbers),
    "; gradient for no rules",
  )
    .addOption(
      new Option(
        "--initial-relevance <what>",
        "put on what is explained: its value, or 1 (default: output; one-hot for gradient)",
      ).choices(["output", "one-hot"]),
    )
    .option(
      "--preprocess <how>",
      "how pictures become inputs (imagenet, JSON or a file of it): gives the box of the inputs, and sizes left open",
    )
    .option("--input-shape <sizes>", "sizes of an input that the file leaves open, such as 3,224,224", sizes);

function ownOrNumber(text: string): NetworkOptions["target"] {
  if (text === "assigned" || text === "argmax") return text;
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("Give assigned, argmax, or a number from 0.");
  return wholeNumber(0)(text);
}

const sizes = (text: string): readonly number[] => text.split(",").map((each) => wholeNumber(1, 2 ** 31)(each.trim()));

/** Names of the options that were given to a command. */
export const givenNetworkOptions = (options: NetworkOptions): readonly string[] =>
  (
    [
      ["--composite", options.composite],
      ["--set", options.set],
      ["--canonizers", options.canonizers],
      ["--from", options.from],
      ["--to", options.to],
      ["--initial-relevance", options.initialRelevance],
      ["--preprocess", options.preprocess],
      ["--input-shape", options.inputShape],
    ] as const
  ).flatMap(([name, value]) => (value === undefined ? [] : [name]));
