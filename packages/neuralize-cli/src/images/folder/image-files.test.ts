import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { folderWith } from "../../../../../test/support/run-command.ts";
import { imageFiles } from "./image-files.ts";

const temporary = folderWith();
afterAll(temporary.remove);

let count = 0;
function folder(...files: readonly string[]): string {
  const path = join(temporary.path, `f${count++}`);
  for (const file of ["", ...files]) mkdirSync(dirname(join(path, file, "x")), { recursive: true });
  for (const file of files) {
    rmSync(join(path, file), { recursive: true });
    writeFileSync(join(path, file), "");
  }
  return path;
}

test("all pictures below, sorted; other files are counted, hidden ones and results passed over", () => {
  const path = folder(
    "b.JPG",
    "a/z.png",
    "a/b/c.webp",
    "a.txt",
    "a/notes.md",
    ".hidden.png",
    ".git/x.png",
    "out/heatmaps/b.png",
  );
  expect(imageFiles(path, { except: [join(path, "out")] })).toEqual({
    files: ["a/b/c.webp", "a/z.png", "b.JPG"],
    others: 2,
    skipped: [],
  });
});

test.skipIf(process.platform === "win32")("links do not leave the folder, nor go in circles", () => {
  const outside = folder("secret.png");
  const path = folder("a.png", "sub/b.png");
  symlinkSync(join(outside, "secret.png"), join(path, "out.png"));
  symlinkSync(join(path, "sub/b.png"), join(path, "in.png"));
  symlinkSync("nowhere.png", join(path, "broken.png"));
  symlinkSync(outside, join(path, "folder.png"));
  symlinkSync("..", join(path, "sub/circle"));
  expect(imageFiles(path)).toEqual({
    files: ["a.png", "in.png", "sub/b.png"],
    // A link to a folder is named like no picture.
    others: 1,
    skipped: [
      { file: "broken.png", reason: "it is a link that leads nowhere" },
      { file: "folder.png", reason: "it is a link that leads out of the folder" },
      { file: "out.png", reason: "it is a link that leads out of the folder" },
    ],
  });
});

test("a folder that is itself a link is entered", () => {
  const path = folder("a.png");
  symlinkSync(path, join(temporary.path, "link"));
  expect(imageFiles(join(temporary.path, "link")).files).toEqual(["a.png"]);
});

test("none, too many, and no folder", () => {
  expect(() => imageFiles(folder("a.txt"))).toThrow(
    expect.objectContaining({
      code: "NO_IMAGES",
      message: expect.stringMatching(/holds no picture.*; 1 other file there/),
    }),
  );
  expect(() => imageFiles(folder("a.png", "b.png", "c.png"), { most: 2 })).toThrow(
    expect.objectContaining({ code: "TOO_LARGE", message: expect.stringMatching(/holds more than 2 pictures/) }),
  );
  expect(() => imageFiles(join(temporary.path, "absent"))).toThrow(expect.objectContaining({ code: "CANNOT_OPEN" }));
});
