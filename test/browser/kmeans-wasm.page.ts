import { decode, engine } from "neuralize";
import * as ort from "onnxruntime-web/wasm";
import { readNpy } from "../../packages/neuralize-cli/src/npy/npy.ts";
import { parseCases } from "../../packages/neuralize-cli/src/verify/case-file.ts";
import { checkCase, referenceModel } from "../../packages/neuralize-cli/src/verify/check-case.ts";

/** What the page hands to the test: the relative error of every case, and what it ran on. */
export interface BrowserOutcome {
  readonly cases: readonly { readonly name: string; readonly error: number; readonly allowed: number }[];
  readonly threads: number;
  readonly isolated: boolean;
}

const file = async (name: string): Promise<Uint8Array> => {
  const response = await fetch(`/reference/${name}`);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};
const array = async (name: string) => readNpy(await file(name), name);

/** Decodes, compiles and explains in the browser: nothing is prepared outside. */
async function checkAll(): Promise<BrowserOutcome> {
  ort.env.wasm.wasmPaths = "/ort/";
  ort.env.wasm.numThreads = 2;
  const wasm = engine(ort, "onnxruntime-web (WASM)", { executionProviders: ["wasm"] });
  const { model, input, targets, cases } = parseCases(new TextDecoder().decode(await file("cases.json")), "cases.json");
  const network = referenceModel(decode(await file(model)));
  const x = await array(input);
  const outcomes: BrowserOutcome["cases"][number][] = [];
  for (const reference of cases) {
    const expected = await array(reference.expected);
    const error = await checkCase({ model: network, reference, x, targets, expected }, wasm);
    outcomes.push({ name: reference.name, error, allowed: reference.allowed });
  }
  return { cases: outcomes, threads: ort.env.wasm.numThreads ?? 1, isolated: globalThis.crossOriginIsolated };
}

Object.assign(globalThis, { checkAll });
