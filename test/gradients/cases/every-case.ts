import type { Draw } from "../draw.ts";
import type { OperatorCase } from "../operator-case.ts";
import { activations } from "./activations.ts";
import { elementwise } from "./elementwise.ts";
import { indexing } from "./indexing.ts";
import { normalizing } from "./normalizing.ts";
import { products } from "./products.ts";
import { reducing } from "./reducing.ts";
import { resizing } from "./resizing.ts";
import { shaping } from "./shaping.ts";
import { spatial } from "./spatial.ts";

const families = [resizing, normalizing, activations, elementwise, indexing, products, reducing, shaping, spatial];

/** One round of cases: every operator, with all that it can be told, on random shapes and numbers. */
export const everyCase = (draw: Draw): readonly OperatorCase[] => families.flatMap((family) => family(draw));
