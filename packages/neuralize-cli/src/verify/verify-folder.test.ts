import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { decode, encode } from "neuralize";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openEngine } from "../engines/open-engine.ts";
import { readNpy, writeNpy } from "../npy/npy.ts";
import { verifyFolder } from "./verify-folder.ts";

const reference = fileURLToPath(new URL("../../../../test/reference", import.meta.url));
const native = await openEngine("native", { threads: 1 });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "verify-"));
  cpSync(join(reference, "kmeans"), join(folder, "kmeans"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const inside = (name: string) => join(folder, "kmeans", name);
/** A changed version of the original cases.json. */
const rewriteCases = (change: (cases: Cases) => unknown) =>
  writeFileSync(
    inside("cases.json"),
    JSON.stringify(change(JSON.parse(readFileSync(join(reference, "kmeans", "cases.json"), "utf8")))),
  );
interface Cases {
  readonly targets: readonly number[];
  readonly cases: readonly Readonly<Record<string, unknown>>[];
}

async function verify(path = folder, engine = native) {
  const lines: string[] = [];
  const counts = await verifyFolder(path, engine, (line) => lines.push(line));
  return { lines, ...counts };
}

/** Checks the copied model with its cases changed to the first one, altered. */
async function firstCase(altered: Readonly<Record<string, unknown>>) {
  rewriteCases((file) => ({ ...file, cases: [{ ...file.cases[0], ...altered }] }));
  return (await verify()).lines[0] ?? "";
}

const allPass = (lines: readonly string[]) => {
  expect(lines).toHaveLength(11);
  for (const line of lines.slice(0, -1)) expect(line).toMatch(/^kmeans\/\S+ {2}\d\.\d\de-[678] {2}1\.00e-5 {2}ok$/);
  expect(lines.at(-1)).toBe("10 passed, 0 failed");
};

test("all ten cases of k-means pass, whether the folder is the model's or one of models", async () => {
  allPass((await verify(join(reference, "kmeans"))).lines);
  allPass((await verify()).lines);
});

// Models and their cases: 10 of kmeans, 13 of mlp, 20 of cnn, 19 of resnet-basic, 20 of vgg-kmeans, 3 of resnet20-kmeans.
test("all cases of all models and methods pass natively, on average no less exact than zennit in float32", async () => {
  const { lines, passed } = await verify(reference);
  expect(lines.filter((line) => line.includes("FAIL"))).toEqual([]);
  expect(passed).toBe(85);
  const ratios = lines.slice(0, -1).map((line) => errorIn(line) / zennitsError(line));
  expect(ratios.every((ratio) => ratio > 0)).toBe(true);
  // The geometric mean.
  expect(Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length)).toBeLessThanOrEqual(1);
});

const errorIn = (line: string): number => Number(line.split("  ")[1]);

/** The float32_error of the case that a line `MODEL/CASE  error  allowed  ok` is about. */
function zennitsError(line: string): number {
  const [model = "", name] = line.split("  ")[0]?.split("/") ?? [];
  const { cases }: Cases = JSON.parse(readFileSync(join(reference, model, "cases.json"), "utf8"));
  return Number(cases.find((each) => each.name === name)?.float32_error);
}

// Other layers, spellings, parameters, targets and element types than zennit's cases have; test/reference/own/README.md.
test("all cases of our own pass natively", async () => {
  const { lines, passed } = await verify(join(reference, "own"));
  expect(lines.filter((line) => line.includes("FAIL"))).toEqual([]);
  expect(passed).toBe(82);
});

// The residual networks, whose compilation takes most of the time, have no operators of their own.
test.each([
  ["kmeans", 10],
  ["mlp", 13],
  ["cnn", 20],
  ["vgg-kmeans", 20],
])("all cases of %s pass on WASM", async (model, count) => {
  const { lines, passed } = await verify(join(reference, model), await openEngine("wasm"));
  expect(lines.filter((line) => line.includes("FAIL"))).toEqual([]);
  expect(passed).toBe(count);
});

// Too large for the repository: 6 MB for two cases.
const squeezenet = fileURLToPath(new URL("../../../../../shared/reference/squeezenet-kmeans", import.meta.url));
test.skipIf(!existsSync(squeezenet))("the cases of SqueezeNet pass where they are at hand", async () => {
  expect((await verify(squeezenet)).lines.at(-1)).toBe("2 passed, 0 failed");
});

test("an expected file that is wrong in one number fails its case and no other", async () => {
  const array = readNpy(readFileSync(inside("gamma.npy")), "gamma.npy");
  array.data[3] = (array.data[3] ?? 0) * 1.01 + 0.01;
  writeFileSync(inside("gamma.npy"), writeNpy(array));
  const { lines, passed, failed } = await verify();
  expect({ passed, failed }).toEqual({ passed: 9, failed: 1 });
  expect(lines.filter((line) => line.includes("FAIL"))).toEqual([
    expect.stringMatching(/^kmeans\/gamma {2}\d\.\d\de-\d {2}1\.00e-5 {2}FAIL$/),
  ]);
});

test("NaN is no agreement", async () => {
  const array = readNpy(readFileSync(inside("gamma.npy")), "gamma.npy");
  array.data[3] = Number.NaN;
  writeFileSync(inside("gamma.npy"), writeNpy(array));
  expect((await verify()).failed).toBe(1);
});

test("what is not supported fails in one line that says why", async () => {
  expect(await firstCase({ method: "lime" })).toMatch(/FAIL {2}Its method "lime" is not supported\.$/);
  expect(await firstCase({ seed: "one-hot x output" })).toMatch(/FAIL {2}Its seed .* is not supported for lrp/);
  expect(await firstCase({ method: "occlusion", seed: "one-hot" })).toMatch(/FAIL {2}Its seed .* for occlusion/);
  expect(await firstCase({ composite: { composite: "epsilon_minus" } })).toMatch(
    /FAIL {2}There is no composite "epsilon_minus"/,
  );
  expect(await firstCase({ composite: { layer_map: [["MinPool", "lrp"]] } })).toMatch(/FAIL {2}.*no rule "lrp"/);
});

test("missing, misfit and damaged files fail the cases that need them", async () => {
  expect(await firstCase({ expected: "y.npy" })).toMatch(/FAIL {2}.*\[40, 5\] for an input of \[40, 7\]/);
  expect(await firstCase({ expected: "none.npy" })).toMatch(/FAIL {2}Cannot open .*none\.npy: there is no such file/);
  writeFileSync(inside("zplus.npy"), "not an array");
  expect(await firstCase({ expected: "zplus.npy" })).toMatch(/FAIL {2}zplus\.npy: it is not a \.npy file/);
  rewriteCases((file) => ({ ...file, targets: [1] }));
  expect((await verify()).lines[0]).toMatch(/FAIL {2}There are 1 targets for 40 rows\.$/);
  rewriteCases((file) => ({ ...file, input: "discriminant.npy" }));
  expect((await verify()).lines[0]).toMatch(/FAIL {2}/);
  rmSync(inside("model.onnx"));
  expect((await verify()).lines[0]).toMatch(/FAIL {2}Cannot open .*model\.onnx/);
});

test("targets are explained as they are given, by the file or by a case", async () => {
  const wrong = (targets: readonly number[]) => targets.map((target, i) => (i === 2 ? (target + 1) % 5 : target));
  rewriteCases((file) => ({ ...file, targets: wrong(file.targets) }));
  expect((await verify()).lines[0]).toMatch(/^kmeans\/midpoint_beta0.1 {2}\d.* {2}FAIL$/);
  rewriteCases((file) => ({
    ...file,
    targets: wrong(file.targets),
    cases: [{ ...file.cases[0], targets: file.targets }],
  }));
  expect((await verify()).lines[0]).toMatch(/ok$/);
});

test("of several outputs the one called y is explained", async () => {
  cpSync(join(reference, "mlp"), join(folder, "mlp"), { recursive: true });
  const path = join(folder, "mlp", "model.onnx");
  const { graph, values } = decode(readFileSync(path));
  const hidden = values.get("/3/Relu_output_0");
  writeFileSync(path, encode({ ...graph, outputs: { ...(hidden && { hidden }), ...graph.outputs } }));
  expect((await verify(join(folder, "mlp"))).lines.at(-1)).toBe("13 passed, 0 failed");
});

test("files outside the model's folder are not read, by path or by link", async () => {
  writeFileSync(join(folder, "secret.npy"), readFileSync(inside("zplus.npy")));
  for (const expected of ["../secret.npy", join(folder, "secret.npy"), "", "."])
    expect(await firstCase({ expected })).toMatch(/FAIL {2}cases\.json names ".*", which is outside its own folder\.$/);
  symlinkSync(join(folder, "secret.npy"), inside("link.npy"));
  expect(await firstCase({ expected: "link.npy" })).toMatch(/FAIL {2}.*outside/);
  symlinkSync(folder, inside("up"));
  expect(await firstCase({ expected: "up/secret.npy" })).toMatch(/FAIL {2}.*outside/);
});

test("a damaged cases.json is one failure with the place at fault; other models are still checked", async () => {
  mkdirSync(join(folder, "damaged"));
  writeFileSync(join(folder, "damaged", "cases.json"), '{"model": "model.onnx", "input": 3}');
  const { lines, passed, failed } = await verify();
  expect(lines[0]).toMatch(/^damaged\/cases\.json {2}- {2}- {2}FAIL {2}cases\.json, input: it is 3 where text/);
  expect({ passed, failed }).toEqual({ passed: 10, failed: 1 });
  writeFileSync(join(folder, "damaged", "cases.json"), "{");
  expect((await verify()).lines[0]).toMatch(/FAIL {2}cases\.json: it is not JSON/);
});

test("a folder without cases is an error", async () => {
  const empty = join(folder, "kmeans", "empty");
  mkdirSync(empty);
  await expect(verify(empty)).rejects.toMatchObject({ code: "NOTHING_TO_VERIFY" });
  await expect(verify(join(folder, "none"))).rejects.toMatchObject({ code: "CANNOT_OPEN" });
});
