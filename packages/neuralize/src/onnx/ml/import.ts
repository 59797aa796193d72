import { shapeMismatch } from "../../errors/messages.ts";
import type { Attributes, Value } from "../../graph/value.ts";

/** A node of ai.onnx.ml or com.microsoft as its file wrote it. */
export interface MachineLearningNode {
  readonly inputs: readonly (Value | undefined)[];
  readonly attributes: Attributes;
  readonly names: { readonly name?: string; readonly outputNames: readonly string[] };
}

/** Turns such a node into ordinary operators: one value per output. */
export type MachineLearningImport = (node: MachineLearningNode) => readonly Value[];

/** An input that the node must have. */
export function operand(written: MachineLearningNode, index: number): Value {
  const value = written.inputs[index];
  if (value === undefined) throw shapeMismatch(written.names.outputNames[0] ?? "node", `input ${index} is missing`);
  return value;
}
