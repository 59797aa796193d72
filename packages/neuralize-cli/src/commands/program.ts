import { Command, Option } from "commander";
import { isPicturePath } from "../images/folder/picture-path.ts";
import { formats } from "../table/explanation-writer.ts";
import { version } from "../version.ts";
import { type AttributeOptions, withAttributeOptions } from "./attribute-options.ts";
import type { CompileOptions } from "./compile.ts";
import type { ExplainOptions } from "./explain.ts";
import type { ExplainImagesOptions } from "./explain-images.ts";
import type { FitOptions } from "./fit.ts";
import { checkKindOfOptions, withImageOptions } from "./image-options.ts";
import type { InspectOptions } from "./inspect.ts";
import { withNetworkOptions } from "./network-options.ts";
import {
  clusterNumbers,
  clusterTarget,
  groups,
  place,
  stiffness,
  withFitOptions,
  withRunningOptions,
  withTableOptions,
} from "./table-options.ts";
import type { VerifyOptions } from "./verify.ts";

const format = (): Option => new Option("--format <format>", "of the explanations").choices(formats).default("parquet");

/** Clusterings that are there already; `-k` fits one. */
const clusteringSource = (command: Command): Command =>
  command
    .optionsGroup(groups.clustering)
    .option("--clusters <column>", "a clustering that is there: a column of labels; centroids are the group means")
    .option("--model <file>", "a saved model.json, or an ONNX model with a k-means inside")
    .option("--centroids <file>", "own centroids: CSV, JSON or .npy; say their space with --scale");

const contrast = (command: Command): Command =>
  command
    .optionsGroup(groups.explanation)
    .option("--against <clusters>", "competitors, such as 2,3 (default: all others)", clusterNumbers)
    .option("--target <cluster>", "explain this cluster for every row: why not N?", clusterTarget, "assigned")
    .option(
      "--beta <number>",
      "stiffness of min-takes-most: a number, auto (1 / mean evidence) or inf",
      stiffness,
      "auto",
    );

const explainOutput = (command: Command): Command =>
  command
    .optionsGroup(groups.output)
    .option("-o, --out <folder>", "where the files go", place, "out")
    .addOption(format())
    .option("--json", "print the summary as JSON")
    .option("--open", "open the report");

/** The words of a shell command that were given, for the report's footer. */
const commandLine = (): string =>
  ["neuralize", ...process.argv.slice(2)]
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(" ");

// Every command loads what it needs when it runs: help and errors of usage need neither engine nor database.

/** The whole command line; errors of usage are thrown as CommanderError after their message is written. */
export function neuralizeCommand(): Command {
  const program = new Command("neuralize")
    .description("Why is this one in that cluster? k-means assignments, explained exactly.")
    .version(version)
    .showSuggestionAfterError()
    .showHelpAfterError("(add --help for all options)")
    .exitOverride();

  // In the order of the help text.
  [withFitOptions, clusteringSource, withTableOptions, contrast, withImageOptions, explainOutput, withRunningOptions]
    .reduce((command, extended) => extended(command), program.command("explain <what>"))
    .description("explain every row of a CSV, Parquet or JSON table, or every picture of a folder: files and a report")
    .addHelpText(
      "after",
      "\nExamples:\n  neuralize explain customers.csv -k 2..10 --id customer_no -o out/\n  neuralize explain photos/ --extractor mobilenetv2.onnx --preprocess imagenet -k 8 -o out/",
    )
    .action(async (path: string, options: ExplainImagesOptions, command: Command) => {
      const pictures = isPicturePath(path);
      checkKindOfOptions(command, pictures);
      if (!pictures) {
        const { explain } = await import("./explain.ts");
        return explain(path, options satisfies ExplainOptions, commandLine());
      }
      const { explainImages } = await import("./explain-images.ts");
      return explainImages(path, options, commandLine());
    });

  withRunningOptions(
    withTableOptions(withFitOptions(program.command("fit <table>")))
      .optionsGroup(groups.output)
      .requiredOption("-o, --out <file>", "where model.json goes", place),
  )
    .description("fit k-means on a table and save the model")
    .addHelpText("after", "\nExample:\n  neuralize fit customers.csv -k 5 -o model.json")
    .action(async (table: string, options: FitOptions) => {
      const { fit } = await import("./fit.ts");
      return fit(table, options);
    });

  withAttributeOptions(program.command("attribute <input>"))
    .description("relevance of rows (.npy, .npz) or a picture for what a network computes")
    .addHelpText(
      "after",
      "\nExample:\n  neuralize attribute x.npy --model model.onnx --composite epsilon_gamma_box --set low=-3 --set high=3 -o r.npy",
    )
    .action(async (input: string, options: AttributeOptions) => {
      const { attribute } = await import("./attribute.ts");
      return attribute(input, options);
    });

  withNetworkOptions(
    program
      .command("compile <model>")
      .description("write the explainer of a saved model, or of any ONNX model, as an ONNX file")
      .requiredOption("-o, --out <file>", "where explainer.onnx goes", place),
  )
    .option("--beta <number>", "default stiffness that the file states: a number, auto or inf", stiffness, "auto")
    .option("--quiet", "no summary")
    .addHelpText(
      "after",
      "\nExamples:\n  neuralize compile model.json -o explainer.onnx\n  neuralize compile resnet.onnx --composite epsilon_plus -o explainer.onnx\n  neuralize compile resnet.onnx --composite gradient -o gradient.onnx",
    )
    .action(async (model: string, options: CompileOptions) => {
      const { compileModel } = await import("./compile.ts");
      return compileModel(model, options);
    });

  withNetworkOptions(program.command("inspect <model>"))
    .description(
      "show what an ONNX model takes and gives, what is recognised as clustering, and the rule of every node",
    )
    .addOption(
      new Option("--pass <name>", "print the graph after this stage of the compilation").choices([
        "canonize",
        "neuralize",
        "relevance",
        "fuse",
        "lower",
        "simplify",
      ]),
    )
    .addHelpText(
      "after",
      "\nExamples:\n  neuralize inspect pipeline.onnx\n  neuralize inspect resnet.onnx --composite epsilon_plus\n  neuralize inspect resnet.onnx --pass canonize",
    )
    .action(async (model: string, options: InspectOptions) => {
      const { inspect } = await import("./inspect.ts");
      return inspect(model, options);
    });

  program
    .command("verify <folder>")
    .description("check reference attributions: a model's folder, or a folder of such folders")
    .addOption(new Option("--engine <name>", "where the network runs").choices(["native", "wasm"]).default("native"))
    .addHelpText("after", "\nExample:\n  neuralize verify test/reference/kmeans --engine wasm")
    .action(async (folder: string, options: VerifyOptions) => {
      const { verify } = await import("./verify.ts");
      return verify(folder, options);
    });

  return program;
}
