import { decidedOnce } from "./decide.ts";
import type { Value } from "./value.ts";

const nodeDepends = decidedOnce((node): boolean => node.inputs.some(dependsOnInput));

/** Whether a value depends on any graph input: what does not is a parameter, however many nodes compute it. */
export function dependsOnInput(value: Value | undefined): boolean {
  if (value === undefined) return false;
  return value.producer.kind === "node" ? nodeDepends(value.producer) : value.producer.kind === "input";
}
