import fc from "fast-check";
import { expect, test } from "vitest";
import { formatImageFragment, parseImageFragment } from "./image-fragment.ts";

test("paths can be read in the address", () => {
  expect(formatImageFragment({ image: "pizza/image_0001.jpg", against: 2 })).toBe(
    "#image=pizza/image_0001.jpg&against=2",
  );
  expect(formatImageFragment({})).toBe("");
});

test("whatever a file is called, its name comes back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.option(fc.nat(), { nil: undefined }), (image, against) => {
      const location = { image, ...(against === undefined ? {} : { against }) };
      expect(parseImageFragment(formatImageFragment(location))).toEqual(location);
    }),
  );
});

test.each(["#image=a+b.jpg", "#image=a%2Bb.jpg"])("a plus in %s is a plus", (fragment) => {
  expect(parseImageFragment(fragment)).toEqual({ image: "a+b.jpg" });
});

test.each(["", "#", "#against=-1", "#against=1e3", "#against=x", "#%E0%A4%A"])(
  "nonsense like %s is left out",
  (fragment) => {
    expect(parseImageFragment(fragment)).toEqual({});
  },
);
