import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { folderWith } from "../../../../test/support/run-command.ts";
import { runInProcess } from "../../../../test/support/run-in-process.ts";
import { refuseOverwriting } from "./refuse-overwriting.ts";

const folder = folderWith({ "a.csv": "a,b\n1,2\n3,4\n", "b.csv": "" });
afterAll(folder.remove);
const at = (name: string): string => join(folder.path, name);
mkdirSync(at("out"));

test("a file that is read is not written over, by whatever path it is named", () => {
  const refused = expect.objectContaining({ code: "USAGE" });
  expect(() => refuseOverwriting([at("b.csv"), at("a.csv")], [at("a.csv")])).toThrow(refused);
  expect(() => refuseOverwriting([join(folder.path, "out/../a.csv")], [undefined, at("a.csv")])).toThrow(refused);
  if (process.platform !== "win32") {
    symlinkSync("a.csv", at("link.csv"));
    expect(() => refuseOverwriting([at("link.csv")], [at("a.csv")])).toThrow(refused);
  }
  refuseOverwriting([at("b.csv"), at("new.csv")], [at("a.csv"), at("none.csv")]);
});

test.each([
  ["fit", at("a.csv"), "-k", "2", "-o", at("a.csv")],
  ["compile", at("a.csv"), "-o", at("a.csv")],
  ["attribute", at("x.npy"), "--model", at("m.onnx"), "-o", at("x.npy")],
  ["attribute", at("x.png"), "--model", at("m.onnx"), "--heatmap", at("x.png")],
  ["explain", at("explanations.csv"), "-k", "2", "--format", "csv", "-o", folder.path],
  ["explain", at("a.csv"), "--model", at("explainer.onnx"), "-o", folder.path],
  ["explain", at("a.csv"), "--centroids", at("clusters.json"), "--scale", "none", "-o", folder.path],
])("%s does not write over what it reads", async (...words) => {
  expect(await runInProcess(words)).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(/^neuralize: .* would be written over itself, which is read\. Name another place/),
  });
});
