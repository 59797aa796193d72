import {
  type Engine,
  type Explained,
  type ExplainedHead,
  type Model,
  printable,
  quoted,
  recogniseClusterings,
  topologicalOrder,
  typeOf,
  type Value,
} from "neuralize";
import { noSuchTensor, usage } from "../errors/messages.ts";
import { nearestName } from "../table/nearest-name.ts";
import { trustedMatch } from "./imported-model.ts";

/** What is explained, and how the summary calls it. */
export interface ChosenExplained {
  readonly explained: Explained;
  /** `the clusters of 5 centroids [5, 64]`, `the output "logits"`. */
  readonly title: string;
  /** The name of the tensor, where it is one. */
  readonly from: string | undefined;
  /** Where no clustering is explained: what looked like one, and why it is none. */
  readonly missed?: readonly string[];
  /** [K][D], of clusters. */
  readonly centroids?: readonly (readonly number[])[];
}

export interface ExplainedRequest {
  readonly from?: string;
  /** Of several outputs, take the one that is made from the others; else that is refused. */
  readonly lastOfSeveral?: boolean;
  readonly against?: readonly number[];
}

/**
 * The k-means inside a model, recognised and proved by numbers, unless `--from` names a tensor or there is none; else
 * the only floating output.
 * @throws NO_SUCH_TENSOR, UNTRUSTED_MATCH, USAGE
 */
export async function chooseExplained(
  model: Model,
  title: string,
  { from, against, lastOfSeveral = false }: ExplainedRequest,
  engine: Engine,
): Promise<ChosenExplained> {
  if (from !== undefined) {
    if (against !== undefined) throw usage("--against is for clusters, and --from explains a tensor as it is.");
    return { explained: { from: tensorNamed(model, from, "--from", title) }, title: quoted(from), from };
  }
  const { matches, misses } = recogniseClusterings(model.graph);
  if (matches.length > 0) {
    const { match, centroids } = await trustedMatch(model, title, engine);
    const head = { points: match.points, centroids: match.centroids };
    const explained: ExplainedHead = { head, ...(against && { against }) };
    return { explained, title: `the clusters of a k-means (${match.description})`, from: undefined, centroids };
  }
  if (against !== undefined) throw usage(`--against is for clusters, and no k-means was found in ${title}.`);
  const floating = Object.entries(model.graph.outputs).filter(([, value]) => /float/.test(typeOf(value).type));
  const [only, ...others] = lastOfSeveral ? lastOf(floating) : floating;
  if (only === undefined || others.length > 0)
    throw usage(
      `${title} has ${floating.length === 0 ? "no output of floating numbers" : `the outputs ${floating.map(([name]) => printable(name)).join(", ")}`}. Say what is explained with --from: one of them, or any inner tensor by its name.`,
    );
  const [name, value] = only;
  const missed = [...new Set(misses.map(({ reason }) => `No clustering is explained: ${reason}.`))];
  return { explained: { from: value }, title: quoted(name), from: name, missed };
}

type Output = readonly [string, Value];

/** The outputs of which no other one is made. */
const lastOf = (outputs: readonly Output[]): readonly Output[] =>
  outputs.filter(
    ([, { producer }]) =>
      !outputs.some(
        ([, other]) => other.producer !== producer && topologicalOrder([other]).some((node) => node === producer),
      ),
  );

/** An output or inner tensor by its name in the file, or by that of its node. @throws NO_SUCH_TENSOR with the nearest name */
export function tensorNamed({ graph, values }: Model, name: string, option: string, title: string): Value {
  const found = values.get(name) ?? ofNode(values, name);
  if (found !== undefined) return found;
  const known = [...new Set([...Object.keys(graph.outputs), ...values.keys()])];
  throw noSuchTensor(title, option, name, Object.keys(graph.outputs), nearestName(name, known));
}

const ofNode = (values: Model["values"], name: string): Value | undefined =>
  [...values.values()].find(({ producer, index }) => producer.kind === "node" && index === 0 && producer.name === name);
