import { firstNotFinite, type Graph, NeuralizeError, quoted, topologicalOrder, type Value } from "neuralize";

const mostNamed = 5;

/**
 * A sentence for each tensor of the file that holds NaN or ±Infinity: what passes it may be no number either. Infinity has
 * its uses (masks, bounds), so that such a model is not refused for it.
 */
export function notFiniteWeights(graph: Graph): readonly string[] {
  const sentences: string[] = [];
  for (const { producer } of constantsOf(graph)) {
    if (producer.kind !== "constant" || producer.name === undefined) continue;
    const found = firstNotFinite(producer.tensor);
    if (found === undefined) continue;
    sentences.push(
      `The model's tensor ${quoted(producer.name)} holds ${found.value} (at place ${found.place}, from 0).`,
    );
    if (sentences.length === mostNamed) break;
  }
  return sentences;
}

/** An error that numbers which are none may be the cause of, with the tensors that hold such. */
export function blamingWeights(graph: Graph, error: NeuralizeError): NeuralizeError {
  const sentences = notFiniteWeights(graph);
  return sentences.length === 0
    ? error
    : new NeuralizeError(error.code, [error.message, ...sentences].join(" "), { cause: error });
}

function constantsOf({ outputs }: Graph): ReadonlySet<Value> {
  const roots = Object.values(outputs);
  const read = topologicalOrder(roots).flatMap(({ inputs }) => inputs);
  return new Set([...roots, ...read].filter((value) => value?.producer.kind === "constant") as Value[]);
}
