import { expect, test } from "vitest";
import { typeErrors } from "./snippet-types.ts";

test("the code in the documents satisfies the compiler", () => {
  expect(typeErrors({ "docs/guide.md": "" })).toEqual([]);
});
