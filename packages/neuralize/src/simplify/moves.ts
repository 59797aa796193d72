import { Identity } from "../ops/identity.ts";
import type { Simplification } from "./simplify.ts";

/** Identity hands on its input. */
export const moves: Simplification = ({ operator, inputs: [x] }) => (operator === Identity ? x : undefined);
