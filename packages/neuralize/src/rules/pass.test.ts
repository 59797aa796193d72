import { expect, test } from "vitest";
import { input, node } from "../graph/node.ts";
import { exp } from "../ops/exp.ts";
import { PRelu } from "../ops/p-relu.ts";
import { pass } from "./pass.ts";

test("relevance passes a slope by, also where data makes it", () => {
  const x = input("x", "float32", ["N", 3]);
  const incoming = input("R", "float32", ["N", 3]);
  const rule = pass();
  expect(rule.relevance(node(PRelu, [x, exp(x)]), [incoming], "nowhere")).toEqual([incoming, undefined]);
});
