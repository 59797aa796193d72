import { expect, test } from "vitest";
import { csv } from "./csv.ts";

test("quotes what needs it and nothing else", () => {
  expect(
    csv(
      ["a", 'say "b"'],
      [
        ["x,y", 1.5],
        ["line\nbreak", null],
        ["plain", undefined],
      ],
    ),
  ).toBe('a,"say ""b"""\r\n"x,y",1.5\r\n"line\nbreak",\r\nplain,\r\n');
});
