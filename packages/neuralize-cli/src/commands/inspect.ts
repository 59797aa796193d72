import { basename } from "node:path";
import {
  endings,
  type Graph,
  type Model,
  nameOf,
  recogniseClusterings,
  topologicalOrder,
  typeOf,
  type Value,
} from "neuralize";
import { openEngine } from "../engines/open-engine.ts";
import { proveMatch } from "../model/prove-match.ts";
import { readOnnx } from "../model/read-onnx.ts";

/** `neuralize inspect`: inputs, outputs, operators, and what is recognised as a clustering and how sure. */
export async function inspect(path: string): Promise<void> {
  const model = await readOnnx(path);
  const lines = [basename(path), ...interfaceLines(model), ...(await clusteringLines(model))];
  process.stdout.write(`${lines.join("\n")}\n`);
}

const showType = (value: Value): string => {
  const { type, shape } = typeOf(value);
  return `${type}${shape === undefined ? "" : ` [${shape.join(", ")}]`}`;
};

function interfaceLines({ graph }: Model): readonly string[] {
  const inputs = graph.inputs.map(
    (value) => `  input   ${value.producer.kind === "input" ? value.producer.name : ""}  ${showType(value)}`,
  );
  const outputs = Object.entries(graph.outputs).map(([name, value]) => `  output  ${name}  ${showType(value)}`);
  return [...inputs, ...outputs, `  nodes   ${operatorCounts(graph)}`];
}

function operatorCounts(graph: Graph): string {
  const counts = new Map<string, number>();
  for (const { operator } of topologicalOrder(Object.values(graph.outputs))) {
    const name = operator.domain === "" ? operator.type : `${operator.domain}.${operator.type}`;
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
        ? `the input "${producer.name}"`
        : producer.kind === "node"
          ? nameOf(producer)
          : "a constant";
    found.push(
      `  k-means ${match.description}`,
      `          of ${points}; the graph holds ${match.form}`,
      `          ${trusted ? "trusted" : `NOT trusted, ${reason}`}: on random points, differences of squared distances agree to ${error.toExponential(1)}`,
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
