import { expect, test } from "vitest";
import { networkAtHand } from "./network-at-hand.ts";
import { typeErrors } from "./snippet-types.ts";

test("the code in the documents satisfies the compiler", () => {
  expect(typeErrors({ "docs/guide.md": "", "README.md": networkAtHand })).toEqual([]);
});
