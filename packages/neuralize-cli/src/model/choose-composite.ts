import { existsSync } from "node:fs";
import { basename } from "node:path";
import {
  type Canonizer,
  type CompileOptions,
  canonizersByName,
  NeuralizeError,
  type PlacedComposite,
  placedComposite,
  presetNames,
  presetParameters,
  standardCanonizers,
  type Value,
} from "neuralize";
import {
  inFile,
  missingBound,
  noSuchCanonizer,
  noSuchComposite,
  noSuchParameter,
  usage,
  wrongCompositeFile,
} from "../errors/messages.ts";
import { readBounded } from "../files/read-bounded.ts";
import { notJson } from "../table/json-reader.ts";
import { nearestName } from "../table/nearest-name.ts";

/** A parameter of a preset, as `--set` gives it. */
export interface Setting {
  readonly name: string;
  readonly value: unknown;
}

/** The composite that the command line asks for. */
export interface ChosenComposite {
  /** In the form of `compositeFromJson`, with all settings: what a file that is made with it states. */
  readonly json: unknown;
  /** The preset's name, the file's, or "--composite". */
  readonly source: string;
  /** For `compile`: rules, or "gradient" for none. */
  readonly rules: NonNullable<CompileOptions["composite"]>;
  /** @param beta what the stiffness "input", and that of a k-means head, stands for. */
  readonly placed: (beta: number | Value) => PlacedComposite;
}

export interface CompositeRequest {
  readonly composite?: string;
  readonly set?: readonly Setting[];
}

const largestFile = 2 ** 24;

/** `--composite gradient`: no rules, so that relevance is the gradient of what is explained. */
const plainGradient: ChosenComposite = {
  json: "gradient",
  source: "gradient",
  rules: "gradient",
  placed: () => ({ composite: () => () => undefined, placeOf: () => "" }),
};

/**
 * Reads `--composite` and `--set`: the name of a preset, "gradient", a JSON file or JSON itself.
 * @param otherwise without `--composite`: a preset, or a composite that a model brings
 * @param known parameters that follow from something else (the box of the inputs from the preprocessing): taken by
 *   presets that have them, where nothing is set.
 * @throws USAGE; UNKNOWN_COMPOSITE and INVALID_COMPOSITE with the nearest name; CANNOT_OPEN; WRONG_COMPOSITE; those of
 *   `compositeFromJson`
 */
export async function chooseComposite(
  { composite = undefined, set = [] }: CompositeRequest,
  otherwise: string | BroughtComposite,
  known: Readonly<Record<string, unknown>> = {},
): Promise<ChosenComposite> {
  const { fields, source } =
    composite === undefined && typeof otherwise !== "string"
      ? { fields: fieldsOf(otherwise.json, otherwise.source), source: otherwise.source }
      : await described(composite ?? String(otherwise));
  if (fields.composite === plainGradient.json) {
    const [first] = set;
    if (first !== undefined) throw usage(`--set ${first.name} is for presets, and --composite gradient has no rules.`);
    return plainGradient;
  }
  const json = withSettings(fields, set, known);
  const placed = (beta: number | Value): PlacedComposite => {
    try {
      return placedComposite(json, beta);
    } catch (error) {
      throw error instanceof NeuralizeError && source !== fields.composite ? inFile(source, error) : error;
    }
  };
  // What is wrong with it is told before a model is read.
  placed(1);
  return { json, source, placed, rules: (beta) => placed(beta).composite };
}

/** A composite that a saved model states. */
export interface BroughtComposite {
  readonly json: unknown;
  /** The file's name. */
  readonly source: string;
}

type Fields = Readonly<Record<string, unknown>>;

async function described(option: string): Promise<{ readonly fields: Fields; readonly source: string }> {
  if (option.trimStart().startsWith("{")) return { fields: parsed(option, "--composite"), source: "--composite" };
  if (presetNames.includes(option) || option === plainGradient.json)
    return { fields: { composite: option }, source: option };
  if (!existsSync(option) && !/[./\\]/.test(option))
    throw noSuchComposite(option, presetNames, nearestName(option, [...presetNames, plainGradient.source]));
  const source = basename(option);
  const bytes = await readBounded(option, largestFile, (size) => wrongCompositeFile(source, `it has ${size} bytes`));
  return { fields: parsed(bytes.toString("utf8"), source), source };
}

function parsed(text: string, source: string): Fields {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw wrongCompositeFile(source, notJson(error));
  }
  return fieldsOf(json, source);
}

function fieldsOf(json: unknown, source: string): Fields {
  if (typeof json === "string") return { composite: json };
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw wrongCompositeFile(source, "it is no object");
  return json as Fields;
}

function withSettings(fields: Fields, set: readonly Setting[], known: Fields): Fields {
  const { composite: preset } = fields;
  if (typeof preset !== "string" || !presetNames.includes(preset)) {
    const [first] = set;
    if (first !== undefined && preset === undefined)
      throw usage(`--set ${first.name} is for presets; in a composite of your own, write it into the rules.`);
    return fields;
  }
  const parameters = presetParameters(preset);
  const unknown = set.find(({ name }) => !parameters.includes(name));
  if (unknown !== undefined)
    throw noSuchParameter(preset, unknown.name, parameters, nearestName(unknown.name, parameters));
  const implied = Object.entries(known).filter(([name]) => parameters.includes(name));
  const all: Fields = {
    ...Object.fromEntries(implied),
    ...fields,
    ...Object.fromEntries(set.map(({ name, value }) => [name, value])),
  };
  const missing = ["low", "high"].find((name) => parameters.includes(name) && all[name] === undefined);
  if (missing !== undefined) throw missingBound(preset, missing);
  return all;
}

/**
 * Canonizers by the names of `--canonizers`; absent: the standard ones, none for plain gradients.
 * @throws UNKNOWN_CANONIZER with the nearest name
 */
export function chooseCanonizers(
  names: readonly string[] | undefined,
  rules?: ChosenComposite["rules"],
): readonly Canonizer[] {
  const known = standardCanonizers.map(({ name }) => name);
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw noSuchCanonizer(unknown, known, nearestName(unknown, known));
  if (names !== undefined) return canonizersByName(names);
  return rules === "gradient" ? [] : standardCanonizers;
}
