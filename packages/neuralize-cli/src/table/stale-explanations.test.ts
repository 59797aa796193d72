import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { explanationColumns, explanationWriter, formats } from "./explanation-writer.ts";
import { removeStaleExplanations } from "./stale-explanations.ts";

const folder = mkdtempSync(join(tmpdir(), "neuralize-test-"));
afterAll(() => rmSync(folder, { recursive: true }));
const elsewhere = join(folder, "table.csv");

/** A folder with explanations of ours in every format. */
function explained(name: string): string {
  const path = join(folder, name);
  for (const format of formats) {
    const writer = explanationWriter(join(path, `explanations.${format}`), format, explanationColumns("id", ["x"]));
    writer.write(1, [["a"], [0], [1], [2], [0.5], [2]]);
    writer.close();
  }
  return path;
}

test.each(formats)("explanations in other formats go, those in %s stay", (kept) => {
  const path = explained(kept);
  writeFileSync(elsewhere, "x\n1\n");
  removeStaleExplanations(path, kept, elsewhere);
  expect(readdirSync(path)).toEqual([`explanations.${kept}`]);
});

test("what is not ours stays: other content, folders, other names, the table that was explained", () => {
  const path = explained("others");
  writeFileSync(join(path, "explanations.json"), '[{"cluster":1}]');
  writeFileSync(join(path, "explanations.txt"), "cluster,runner_up,evidence,simplified_silhouette");
  removeStaleExplanations(path, "parquet", join(path, "explanations.csv"));
  expect(readdirSync(path).sort()).toEqual([
    "explanations.csv",
    "explanations.json",
    "explanations.parquet",
    "explanations.txt",
  ]);
  const folders = join(folder, "folders");
  mkdirSync(join(folders, "explanations.csv"), { recursive: true });
  symlinkSync(join(folder, "nowhere"), join(folders, "explanations.json"));
  removeStaleExplanations(folders, "parquet", elsewhere);
  expect(readdirSync(folders).sort()).toEqual(["explanations.csv", "explanations.json"]);
});

test("explanations of a table that is gone by now go all the same", () => {
  const path = explained("gone");
  removeStaleExplanations(path, "csv", join(folder, "no such table"));
  expect(readdirSync(path)).toEqual(["explanations.csv"]);
});
