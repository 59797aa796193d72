import { topologicalOrder } from "./topology.ts";
import type { Value } from "./value.ts";

/** How many nodes read a value; roots count as read once more. */
export type Readers = (value: Value | undefined) => number;

/** Counts the readers of everything that `roots` reach. */
export function readersOf(roots: readonly Value[]): Readers {
  const counts = new Map<Value, number>();
  const count = (value: Value | undefined): void => {
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  };
  for (const value of roots) count(value);
  for (const node of topologicalOrder(roots)) for (const value of node.inputs) count(value);
  return (value) => (value === undefined ? 0 : (counts.get(value) ?? 0));
}
