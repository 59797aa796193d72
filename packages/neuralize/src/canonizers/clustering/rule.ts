import { NeuralizeError } from "../../errors/error.ts";
import type { Node, Value } from "../../graph/value.ts";
import type { Form } from "./form.ts";

/** What is known of a value, nearest points first: a value may be a function of several values in front of it. */
export type Read = (value: Value | undefined) => readonly Form[];

/** What follows for the outputs of a node from what is known of its inputs. */
export type Rule = (node: Node, read: Read) => readonly (readonly Form[])[];

/** A rule for the first output of a node whose first operand alone decides. */
export const unary =
  (follow: (form: Form, node: Node) => Form | undefined): Rule =>
  (node, read) => [read(node.inputs[0]).flatMap((form) => unlessMismatched(() => follow(form, node)) ?? [])];

/** What is derived, or nothing where shapes do not allow the expression: a form is only what a value may be. */
export function unlessMismatched<T>(derive: () => T): T | undefined {
  try {
    return derive();
  } catch (error) {
    if (error instanceof NeuralizeError && error.code === "SHAPE_MISMATCH") return undefined;
    throw error;
  }
}
