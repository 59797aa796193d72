import { expect, test } from "vitest";
import { enumerated } from "./lists.ts";

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b"], "a and b"],
  [["a", "b", "c"], "a, b and c"],
])("%j", (items, text) => expect(enumerated(items).join("")).toBe(text));
