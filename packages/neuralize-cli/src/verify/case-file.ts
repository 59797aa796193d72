import type { Pool, Sizes } from "neuralize";
import { wrongCases } from "../errors/messages.ts";
import { type Fields, type JsonPlace, jsonReader } from "../table/json-reader.ts";

/** What `cases.json` says of one model: its files, by name, and the cases to check. */
export interface CaseFile {
  readonly model: string;
  readonly input: string;
  /** The output that is explained, one per row of the input. */
  readonly targets: readonly number[];
  readonly cases: readonly ReferenceCase[];
}

/** One reference attribution. */
export interface ReferenceCase {
  readonly name: string;
  /** What is explained of every row, where it is not what the file says for all cases. */
  readonly targets: readonly number[] | undefined;
  /** The .npy file of the expected relevance, of the input's shape. */
  readonly expected: string;
  /** Largest allowed relative error: max(1e-5, 3 × float32_spread). */
  readonly allowed: number;
  readonly method: string;
  readonly pool: Pool;
  readonly canonizers: readonly string[];
  readonly seed: string;
  /** As in the file, for `compositeFromJson`; undefined where the method needs none. */
  readonly composite: unknown;
  /** Settings of integrated gradients and occlusion. */
  readonly steps: number | undefined;
  readonly baseline: number | undefined;
  readonly window: Sizes | undefined;
  readonly stride: Sizes | undefined;
  readonly fill: number | undefined;
}

/** @throws WRONG_CASES with the place at fault, e.g. "cases[2].method" */
export function parseCases(text: string, title: string): CaseFile {
  const fields = jsonReader(text, (place, what) => wrongCases(title, place, what)).object();
  return {
    model: fields.required("model").text(),
    input: fields.required("input").text(),
    targets: fields.required("targets").array((target) => target.atLeast(0)),
    cases: fields.required("cases").array((place) => readCase(place.object())),
  };
}

function readCase(fields: Fields): ReferenceCase {
  return {
    name: fields.required("name").text(),
    targets: fields.optional("targets")?.array((target) => target.atLeast(0)),
    expected: fields.required("expected").text(),
    allowed: Math.max(1e-5, 3 * fields.required("float32_spread").atLeast(0)),
    method: fields.required("method").text(),
    pool: readPool(fields.optional("pool")),
    canonizers: fields.optional("canonizers")?.array((place) => place.text()) ?? [],
    seed: fields.required("seed").text(),
    composite: fields.optional("composite")?.json(),
    steps: fields.optional("n_iter")?.atLeast(1),
    baseline: fields.optional("baseline")?.number(),
    window: readSizes(fields.optional("window")),
    stride: readSizes(fields.optional("stride")),
    fill: fields.optional("fill")?.number(),
  };
}

const readSizes = (place: JsonPlace | undefined): Sizes | undefined =>
  Array.isArray(place?.json()) ? place.numbers() : place?.atLeast(1);

function readPool(place: JsonPlace | undefined): Pool {
  if (place === undefined) return { kind: "min" };
  const fields = place.object();
  const kind = fields.required("kind").oneOf(["min", "logmeanexp"]);
  if (kind === "min") return { kind };
  const beta = fields.required("beta");
  if (beta.number() >= 0) throw beta.fault("it must be negative");
  return { kind, beta: beta.number() };
}
