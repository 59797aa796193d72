import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { folderWith } from "../../../../test/support/run-command.ts";
import { beginWholeFolder } from "./whole-folder.ts";

const place = folderWith();
afterAll(place.remove);
const at = (name: string) => join(place.path, name);

test("a folder appears complete, and an older one stays until then", () => {
  mkdirSync(at("maps"));
  writeFileSync(at("maps/old.png"), "old");
  const folder = beginWholeFolder(at("maps"));
  folder.write("a/b.png", Uint8Array.of(1, 2));
  expect(readdirSync(at("maps"))).toEqual(["old.png"]);
  folder.commit();
  folder.discard();
  expect(readdirSync(at("maps"), { recursive: true })).toEqual(["a", join("a", "b.png")]);
  expect([...readFileSync(at("maps/a/b.png"))]).toEqual([1, 2]);
  expect(readdirSync(place.path)).toEqual(["maps"]);
});

test("a discarded folder leaves nothing, nor the folders made for it", () => {
  const folder = beginWholeFolder(at("new/deep"));
  folder.write("x.png", Uint8Array.of(1));
  folder.discard();
  expect(existsSync(at("new"))).toBe(false);
});

test("what cannot be written discards all", () => {
  writeFileSync(at("file"), "");
  expect(() => beginWholeFolder(at("file/maps"))).toThrow(expect.objectContaining({ code: "CANNOT_WRITE" }));
  const folder = beginWholeFolder(at("half"));
  folder.write("x.png", Uint8Array.of(1));
  expect(() => folder.write(`x.png/y.png`, Uint8Array.of(1))).toThrow(
    expect.objectContaining({ code: "CANNOT_WRITE", message: expect.stringMatching(/half.x.png.y.png/) }),
  );
  expect(readdirSync(place.path).sort()).toEqual(["file", "maps"]);
});
