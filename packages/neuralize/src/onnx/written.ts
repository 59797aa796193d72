import type { Attributes, Value } from "../graph/value.ts";

/** A node as its file wrote it: operator, inputs, attributes, and its names. */
export interface Written {
  readonly operator: string;
  readonly inputs: readonly (Value | undefined)[];
  readonly attributes: Attributes;
  readonly names: { readonly name?: string; readonly outputNames: readonly string[] };
}

/** The same node in a later form, or the values of its outputs. */
export type Upgraded = Written | readonly Value[];

export type Upgrade = (written: Written) => Upgraded;

export const without = (attributes: Attributes, ...names: readonly string[]): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));
