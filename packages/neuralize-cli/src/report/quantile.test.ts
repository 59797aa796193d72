import { expect, test } from "vitest";
import { quantile } from "./quantile.ts";

// python -c "import numpy as np; print(np.quantile([1,2,4,8,16,32], [0,.25,.5,.75,1]))"
test("it interpolates as NumPy does", () => {
  const numbers = [1, 2, 4, 8, 16, 32];
  expect([0, 0.25, 0.5, 0.75, 1].map((q) => quantile(numbers, q))).toEqual([1, 2.5, 6, 14, 32]);
});

test("one number is all of its quantiles; no number has 0", () => {
  expect([quantile([7], 0.25), quantile([7], 1), quantile([], 0.5)]).toEqual([7, 7, 0]);
});
