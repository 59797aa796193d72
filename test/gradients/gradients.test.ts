import { expect, test } from "vitest";
import { randomFrom } from "../../packages/neuralize/src/fit/random.ts";
import { operators } from "../../packages/neuralize/src/ops/index.ts";
import { everyCase } from "./cases/every-case.ts";
import { checkCase } from "./check-case.ts";
import { drawFrom } from "./draw.ts";
import { shown } from "./operator-case.ts";

/** Operators without a gradient: what they return is made of integers or truth values, or is constant piece by piece. */
const constantAlmostEverywhere: ReadonlySet<string> = new Set([
  "And",
  "ArgMax",
  "ArgMin",
  "Ceil",
  "ConstantOfShape",
  "Equal",
  "Floor",
  "Greater",
  "GreaterOrEqual",
  "IsInf",
  "IsNaN",
  "Less",
  "LessOrEqual",
  "NonZero",
  "Not",
  "Or",
  "Range",
  "Round",
  "Shape",
  "Sign",
  "Size",
  "Xor",
]);

/** How an operator says that it cannot do without a size that is only a name: a clear error, which is allowed. */
const sizeNeeded = "must be known for the way back.";

const rounds = [1, 2, 3, 4, 5, 6, 7, 8];

const cases = rounds.map((round) => everyCase(drawFrom(round)));

for (const operator of operators) {
  test(`${operator.type}: shapes as the engine returns them, gradients as central differences`, async () => {
    const complaints: string[] = [];
    let checked = 0;
    let differentiated = false;
    for (const [i, round] of cases.entries()) {
      // Every other round sizes are only names.
      const named = i % 2 === 1;
      for (const each of round.filter((candidate) => candidate.operator === operator)) {
        const result = await checkCase(each, named, randomFrom(rounds[i] ?? 0)).catch((error: Error) => ({
          misinferred: named && error.message.endsWith(sizeNeeded) ? [] : [error.message],
          wrong: [],
          differentiated: false,
        }));
        const where = `${shown(each)}${named ? ", sizes as names" : ""}`;
        complaints.push(...[...result.misinferred, ...result.wrong].map((complaint) => `${where}: ${complaint}`));
        differentiated ||= result.differentiated;
        checked++;
      }
    }
    expect(complaints).toEqual([]);
    expect(checked).toBeGreaterThan(0);
    expect(differentiated).toBe(!constantAlmostEverywhere.has(operator.type));
  });
}
