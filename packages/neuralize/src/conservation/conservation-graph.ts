import { compilationOf, type PropagationOptions, type TargetSource } from "../attributors/explainer-graph.ts";
import { initialName, type NamedGraph, targetName } from "../attributors/names.ts";
import type { Subject } from "../attributors/subject.ts";
import { emit, inputsOf, planRelevance, requireStart } from "../compile.ts";
import { checkGraph } from "../graph/check.ts";
import { integers, typeOf, withOrigin } from "../graph/node.ts";
import { quotientOf, shapeOf } from "../graph/shapes.ts";
import type { Dimension, Value } from "../graph/value.ts";
import { abs } from "../ops/abs.ts";
import { add } from "../ops/add.ts";
import { reduceSum } from "../ops/reduce.ts";
import { reshape } from "../ops/reshape.ts";
import { relevanceSteps, type Step } from "../relevance.ts";

/** Names of the sums of one layer, each [N]. */
export interface LayerSums {
  readonly step: Step;
  /** Σ R of its outputs. */
  readonly arriving: string;
  /** Σ |R| of its outputs. */
  readonly size: string;
  /** Σ R of what it hands to its inputs. */
  readonly leaving: string;
}

/** A graph that gives nothing but sums of relevance at every node. */
export interface ConservationGraph extends NamedGraph {
  /** From the output to the input. */
  readonly layers: readonly LayerSums[];
  /** Nodes whose values do not follow the rows, so that nothing can be said of a row. */
  readonly left: readonly Step[];
}

/** The explainer of a subject with sums in place of its relevance: little leaves the engine, whatever the model. */
export function conservationGraph(
  subject: Subject,
  source: TargetSource,
  propagation: PropagationOptions,
): ConservationGraph {
  const { graph, options, target, initial } = compilationOf(subject, source, propagation);
  const plan = planRelevance(graph, options);
  requireStart(plan);
  const { walk, inputs } = plan;
  const steps = relevanceSteps(walk);
  const [input] = graph.inputs;
  const batch = (input && typeOf(input).shape?.[0]) ?? "N";
  const outputs: Record<string, Value> = {};
  const layers: LayerSums[] = [];
  const left: Step[] = [];
  for (const step of steps) {
    const sums = withOrigin("conservation", () => sumsOf(step, batch));
    if (sums === undefined) {
      left.push(step);
      continue;
    }
    const name = (what: string): string => `neuralize.${what}.${layers.length}`;
    const layer = { step, arriving: name("arriving"), size: name("size"), leaving: name("leaving") };
    outputs[layer.arriving] = sums.arriving;
    outputs[layer.size] = sums.size;
    outputs[layer.leaving] = sums.leaving;
    layers.push(layer);
  }
  const explained = checkGraph({ inputs: inputsOf(inputs, outputs), outputs }, "relevance");
  return {
    graph: emit(explained, options).simplify,
    layers,
    left,
    ...(target && { target: targetName }),
    ...(initial && { initial: initialName }),
  };
}

function sumsOf({ arriving, leaving }: Step, batch: Dimension) {
  const all = (values: readonly Value[], of: (value: Value) => Value): Value | undefined =>
    values
      .map((value) => perRow(value, batch, of))
      .reduce<Value | undefined>((sum, each, i) => (i === 0 ? each : sum && each && add(sum, each)), undefined);
  const same = (value: Value): Value => value;
  const sums = { arriving: all(arriving, same), size: all(arriving, abs), leaving: all(leaving, same) };
  const { arriving: into, size, leaving: out } = sums;
  return into && size && out && { arriving: into, size, leaving: out };
}

/** Σ of a value over everything but the rows, [N]; undefined where its elements cannot be told apart by rows. */
function perRow(value: Value, batch: Dimension, of: (value: Value) => Value): Value | undefined {
  const sizes = shapeOf(value);
  if (sizes === undefined || sizes.length === 0) return undefined;
  const numbers = of(value);
  if (sizes[0] === batch) {
    const axes = sizes.slice(1).map((_, i) => i + 1);
    return axes.length === 0 ? numbers : reduceSum(numbers, axes, false);
  }
  // Rows that were merged with another axis, [N·T, D], lie one after the other.
  const length = quotientOf(sizes, [batch]);
  return typeof length === "number" && length > 0
    ? reduceSum(reshape(numbers, integers([-1, length])), [1], false)
    : undefined;
}
