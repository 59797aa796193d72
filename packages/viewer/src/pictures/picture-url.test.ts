import { expect, test } from "vitest";
import type { EmbeddedPicture } from "../image-report-data.ts";
import { mediaType, pictureUrl } from "./picture-url.ts";

const picture = (type: string, data = "AAAA"): EmbeddedPicture =>
  ({ type, width: 1, height: 1, data }) as EmbeddedPicture;

test("an address is made from bytes, once", () => {
  const one = picture("webp");
  expect(pictureUrl(one)).toMatch(/^blob:/);
  expect(pictureUrl(one)).toBe(pictureUrl(one));
});

test.each(["svg+xml", "svg", "html", "__proto__", "constructor", "jpeg; charset=x"])(
  "a picture of type %s is not shown",
  (type) => {
    expect(mediaType(picture(type))).toBeUndefined();
    expect(pictureUrl(picture(type))).toBeUndefined();
  },
);

test("what is not base64 is not shown", () => {
  expect(pictureUrl(picture("png", "javascript:alert(1)"))).toBeUndefined();
});
