import {
  compile,
  compositeFromJson,
  decode,
  type Engine,
  encode,
  engine,
  type OnnxRuntime,
  type SessionOptions,
} from "neuralize";
import { readNpy } from "../../packages/neuralize-cli/src/npy/npy.ts";
import { parseCases } from "../../packages/neuralize-cli/src/verify/case-file.ts";
import { checkCase, referenceModel } from "../../packages/neuralize-cli/src/verify/check-case.ts";

/** What the page hands to the test: the relative error of every case, or why it has none. */
export interface CaseOutcome {
  readonly name: string;
  readonly error: number | string;
  readonly allowed: number;
}

const file = async (name: string): Promise<Uint8Array> => {
  const response = await fetch(`/reference/${name}`);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};
const array = async (name: string) => readNpy(await file(name), name);

/** Every case of a model: decoded, compiled and explained in the browser, nothing prepared outside. */
async function checkModel(folder: string, runtime: Engine): Promise<readonly CaseOutcome[]> {
  const inside = (name: string): string => `${folder}/${name}`;
  const text = new TextDecoder().decode(await file(inside("cases.json")));
  const { model, input, targets, cases } = parseCases(text, "cases.json");
  const network = referenceModel(decode(await file(inside(model))));
  const x = await array(inside(input));
  const outcomes: CaseOutcome[] = [];
  for (const reference of cases) {
    const expected = await array(inside(reference.expected));
    const error = await checkCase({ model: network, reference, x, targets, expected }, runtime).catch(
      (cause: unknown) => String(cause),
    );
    outcomes.push({ name: `${folder}/${reference.name}`, error, allowed: reference.allowed });
  }
  return outcomes;
}

const presets: readonly unknown[] = [
  "epsilon_plus",
  "epsilon_alpha2_beta1_flat",
  "guided_backprop",
  { composite: "epsilon_gamma_box", low: -3, high: 3 },
];

/** Loads and runs the explainer of a model under several presets, on one row; what the runtime says where it will not. */
async function refusals(folder: string, runtime: Engine): Promise<readonly string[]> {
  const network = referenceModel(decode(await file(`${folder}/model.onnx`)));
  const { shape, data } = await array(`${folder}/x.npy`);
  const dims = [1, ...shape.slice(1)];
  const row = Float32Array.from(
    data.subarray(
      0,
      dims.reduce((product, size) => product * size),
    ),
  );
  const refused: string[] = [];
  for (const preset of presets) {
    const explainer = compile(network.graph, {
      ...(network.head && { head: network.head }),
      composite: (beta) => compositeFromJson(preset, beta),
      outputs: ["cluster", "target", "evidence", "relevance"],
      beta: 1,
    });
    try {
      const session = await runtime.load(encode(explainer.graph));
      await session.run({ [network.input]: { type: "float32", dims, data: row } });
      await session.close();
    } catch (error) {
      refused.push(`${folder}, ${JSON.stringify(preset)}: ${error}`);
    }
  }
  return refused;
}

/**
 * Makes the page's checks callable from the test.
 * @param strict options under which a node that the provider cannot run is an error.
 */
export function offerChecks(
  ort: OnnxRuntime,
  name: string,
  options: SessionOptions,
  strict: SessionOptions = options,
): void {
  const [runtime, whole] = [engine(ort, name, options), engine(ort, name, strict)];
  Object.assign(globalThis, {
    checkModel: (folder: string) => checkModel(folder, runtime),
    refusals: (folder: string) => refusals(folder, whole),
  });
}
