import type { Tensor } from "./tensor.ts";
import type { Attribute, Attributes } from "./value.ts";

export const int = (value: number): Attribute => ({ kind: "int", value });
export const ints = (value: readonly number[]): Attribute => ({ kind: "ints", value });
export const float = (value: number): Attribute => ({ kind: "float", value });
export const floats = (value: readonly number[]): Attribute => ({ kind: "floats", value });
export const string = (value: string): Attribute => ({ kind: "string", value });
export const tensor = (value: Tensor): Attribute => ({ kind: "tensor", value });

interface Attributed {
  readonly attributes: Attributes;
}

/** An integer attribute, or the operator's default. */
export function intOf(node: Attributed, name: string, otherwise: number): number {
  const attribute = node.attributes[name];
  return attribute?.kind === "int" ? attribute.value : otherwise;
}

/** A float attribute, or the operator's default. */
export function floatOf(node: Attributed, name: string, otherwise: number): number {
  const attribute = node.attributes[name];
  return attribute?.kind === "float" ? attribute.value : otherwise;
}

/** A list of integers, or undefined when the attribute is absent. */
export function intsOf(node: Attributed, name: string): readonly number[] | undefined {
  const attribute = node.attributes[name];
  return attribute?.kind === "ints" ? attribute.value : undefined;
}

/** A list of floats, or undefined when the attribute is absent. */
export function floatsOf(node: Attributed, name: string): readonly number[] | undefined {
  const attribute = node.attributes[name];
  return attribute?.kind === "floats" ? attribute.value : undefined;
}

/** A string attribute, or the operator's default. */
export function stringOf(node: Attributed, name: string, otherwise: string): string {
  const attribute = node.attributes[name];
  return attribute?.kind === "string" ? attribute.value : otherwise;
}

/** A list of strings, or undefined when the attribute is absent. */
export function stringsOf(node: Attributed, name: string): readonly string[] | undefined {
  const attribute = node.attributes[name];
  return attribute?.kind === "strings" ? attribute.value : undefined;
}

/** A tensor attribute, or undefined when it is absent. */
export function tensorOf(node: Attributed, name: string): Tensor | undefined {
  const attribute = node.attributes[name];
  return attribute?.kind === "tensor" ? attribute.value : undefined;
}
