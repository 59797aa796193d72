import { basename } from "node:path";
import {
  compile,
  endings,
  type Graph,
  type Model,
  nameOf,
  operatorName,
  planRelevance,
  printable,
  printGraph,
  quoted,
  recogniseClusterings,
  type Stages,
  showShape,
  topologicalOrder,
  typeOf,
  type Value,
} from "neuralize";
import { openEngine } from "../engines/open-engine.ts";
import { usage } from "../errors/messages.ts";
import { inspectRules } from "../model/inspect-rules.ts";
import { notFiniteWeights } from "../model/not-finite-weights.ts";
import { type NetworkPlan, planNetwork } from "../model/plan-network.ts";
import { proveMatch } from "../model/prove-match.ts";
import { readOnnx } from "../model/read-onnx.ts";
import { writeLines } from "../terminal/write-lines.ts";
import { givenNetworkOptions, type NetworkOptions } from "./network-options.ts";

export interface InspectOptions extends NetworkOptions {
  /** The stage of a compilation to print. */
  readonly pass?: keyof Stages;
}

/**
 * `neuralize inspect`: inputs, outputs, operators, and what is recognised as a clustering and how sure; with a
 * composite, the rule of every node and why; with a pass, the graph behind it.
 */
export async function inspect(path: string, options: InspectOptions): Promise<void> {
  if (path.toLowerCase().endsWith(".json")) {
    throw usage(`${basename(path)} is no ONNX model; of a saved model, neuralize compile makes one.`);
  }
  if (options.pass !== undefined) {
    const plan = await planNetwork(path, { ...options, lastOfSeveral: true }, await openEngine("native"));
    writeLines(printGraph(stageOf(plan, options.pass)).split("\n"));
    return;
  }
  const model = await readOnnx(path);
  const lines = [
    basename(path),
    ...interfaceLines(model),
    ...(await clusteringLines(model)),
    ...notFiniteWeights(model.graph).map((sentence) => `  ${sentence}`),
  ];
  const [asked] = givenNetworkOptions(options);
  if (asked === undefined) {
    writeLines(lines);
    return;
  }
  const plan = await planNetwork(path, { ...options, lastOfSeveral: true }, await openEngine("native"));
  writeLines([...lines, ...rulesLines(plan)]);
}

/** The first stages can also be shown where something stops the later ones. */
function stageOf({ model, options }: NetworkPlan, pass: keyof Stages): Graph {
  if (pass !== "canonize" && pass !== "neuralize") return compile(model.graph, options).stages[pass];
  const { canonized, neuralized } = planRelevance(model.graph, options);
  return pass === "canonize" ? canonized.graph : neuralized;
}

/** What the canonizers did, in their order, the rule of every node, and what cannot be explained. */
function rulesLines(plan: NetworkPlan): readonly string[] {
  const { nodes, canonizers, unsupported, fault } = inspectRules(plan);
  const did = canonizers.flatMap(({ canonizer, matches }) =>
    matches.length === 0
      ? [`  ${canonizer}: nothing`]
      : [`  ${canonizer}:`, ...matches.map(({ at, effect }) => `    ${at}: ${effect}`)],
  );
  const table = leftAligned([
    ["node", ...nodes.map(({ node }) => node)],
    ["operator", ...nodes.map(({ operator }) => operator)],
    ["rule", ...nodes.map(({ rule }) => rule)],
    ["why", ...nodes.map(({ why }) => why)],
  ]);
  return [
    "",
    `Explained: ${plan.chosen.title}, by ${plan.composite.source}.`,
    "Canonizers, in their order:",
    ...did,
    "Nodes that data passes, after them:",
    ...table.map((line) => `  ${line}`),
    ...(unsupported.length === 0
      ? []
      : [
          "Not supported, so that this cannot be compiled:",
          ...unsupported.map(({ name, operator, remedy }) => `  ${name} (${operator}): ${remedy}`),
        ]),
    ...(fault === undefined ? [] : fault.split("\n")),
  ];
}

function leftAligned(columns: readonly (readonly string[])[]): readonly string[] {
  const widths = columns.map((column) => column.reduce((most, { length }) => Math.max(most, length), 0));
  return (columns[0] ?? []).map((_, i) =>
    columns
      .map((column, c) => (column[i] ?? "").padEnd(widths[c] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

const showType = (value: Value): string => {
  const { type, shape } = typeOf(value);
  return `${type}${shape === undefined ? "" : ` ${showShape(shape)}`}`;
};

function interfaceLines({ graph }: Model): readonly string[] {
  const inputs = graph.inputs.map(
    (value) => `  input   ${value.producer.kind === "input" ? printable(value.producer.name) : ""}  ${showType(value)}`,
  );
  const outputs = Object.entries(graph.outputs).map(
    ([name, value]) => `  output  ${printable(name)}  ${showType(value)}`,
  );
  return [...inputs, ...outputs, `  nodes   ${operatorCounts(graph)}`];
}

function operatorCounts(graph: Graph): string {
  const counts = new Map<string, number>();
  for (const { operator } of topologicalOrder(Object.values(graph.outputs))) {
    const name = operatorName(operator);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} ×${count}`)).join(", ") || "none";
}

async function clusteringLines({ graph }: Model): Promise<readonly string[]> {
  const { matches, misses } = recogniseClusterings(graph);
  const engine = await openEngine("native");
  const found: string[] = [];
  for (const match of matches) {
    const { trusted, error, reason } = await proveMatch(match, graph, engine);
    const { producer } = match.points;
    const points =
      producer.kind === "input"
        ? `the input ${quoted(producer.name)}`
        : producer.kind === "node"
          ? nameOf(producer)
          : "a constant";
    found.push(
      `  k-means ${match.description}`,
      `          of ${points}; held as ${match.form}, where d = ‖x − μ‖²`,
      `          ${trusted ? "trusted" : `NOT trusted, ${reason}`}: on random points, differences of squared distances agree to ${error === 0 ? "the last bit" : error.toExponential(1)}`,
    );
  }
  const missed = misses.map(({ at, reason }) => `  missed  ${at}: ${reason}`);
  return [
    ...found,
    ...missed,
    ...(matches.length === 0
      ? [`  No clustering was recognised. The graph ends in ${endings(graph).join(", ")}.`]
      : []),
  ];
}
