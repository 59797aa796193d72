import { decode, type Engine, engine, type OnnxRuntime } from "neuralize";
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

/** Makes the page's checks callable from the test, on a runtime that the page of each test hands in. */
export function offerChecks(ort: OnnxRuntime, name: string, options: Readonly<Record<string, unknown>>): void {
  const runtime = engine(ort, name, options);
  Object.assign(globalThis, { checkModel: (folder: string) => checkModel(folder, runtime) });
}
