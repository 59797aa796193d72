import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { decode, type Engine } from "neuralize";
import { nothingToVerify } from "../errors/messages.ts";
import { readError } from "../files/file-error.ts";
import { type NpyArray, readNpy } from "../npy/npy.ts";
import { type CaseFile, parseCases, type ReferenceCase } from "./case-file.ts";
import { checkCase, type ReferenceModel, referenceModel } from "./check-case.ts";
import { readInside } from "./read-inside.ts";

/** How many cases agreed with their reference. */
export interface Verification {
  readonly passed: number;
  readonly failed: number;
}

const casesName = "cases.json";

/**
 * Checks every reference attribution of a model's folder, or of a folder of such folders, and reports one line per
 * case, `MODEL/CASE  error  allowed  ok|FAIL`, then `N passed, N failed`. What keeps a case from being checked
 * (a missing file, an operator that is not supported) fails it, with the reason at the end of its line.
 * @throws NOTHING_TO_VERIFY, CANNOT_OPEN for `path` itself
 */
export async function verifyFolder(
  path: string,
  engine: Engine,
  report: (line: string) => void,
): Promise<Verification> {
  let passed = 0;
  let failed = 0;
  for (const folder of await modelFolders(resolve(path))) {
    for await (const { line, ok } of verifyModel(folder, engine)) {
      report(line);
      if (ok) passed++;
      else failed++;
    }
  }
  report(`${passed} passed, ${failed} failed`);
  return { passed, failed };
}

/** `path` itself if it holds cases, else its folders that do, by name. */
async function modelFolders(path: string): Promise<readonly string[]> {
  const namesIn = async (folder: string) => {
    try {
      return await readdir(folder, { withFileTypes: true });
    } catch (error) {
      throw readError(folder, error);
    }
  };
  const entries = await namesIn(path);
  if (entries.some(({ name }) => name === casesName)) return [path];
  const below: string[] = [];
  for (const entry of entries.filter((each) => each.isDirectory())) {
    const folder = join(path, entry.name);
    if ((await namesIn(folder)).some(({ name }) => name === casesName)) below.push(folder);
  }
  if (below.length === 0) throw nothingToVerify(path);
  return below.sort();
}

interface Outcome {
  readonly line: string;
  readonly ok: boolean;
}

async function* verifyModel(folder: string, engine: Engine): AsyncGenerator<Outcome> {
  const title = basename(folder);
  const file = await attempt(async () =>
    parseCases(new TextDecoder().decode(await readInside(folder, casesName)), casesName),
  );
  if (!file.ok) {
    yield { line: `${title}/${casesName}  -  -  FAIL  ${file.reason}`, ok: false };
    return;
  }
  // What all cases of a model share is read once; where that fails, each of them fails for this reason.
  const shared = await attempt(() => readShared(folder, file.value));
  for (const reference of file.value.cases) {
    const label = `${title}/${reference.name}`;
    const error = shared.ok ? await attempt(() => errorOf(folder, shared.value, reference, engine)) : shared;
    const ok = error.ok && error.value <= reference.allowed;
    const columns = [label, error.ok ? shown(error.value) : "-", shown(reference.allowed), ok ? "ok" : "FAIL"];
    yield { line: [...columns, ...(error.ok ? [] : [error.reason])].join("  "), ok };
  }
}

interface Shared extends CaseFile {
  readonly network: ReferenceModel;
  readonly x: NpyArray;
}

async function readShared(folder: string, file: CaseFile): Promise<Shared> {
  const network = referenceModel(decode(await readInside(folder, file.model)));
  return { ...file, network, x: readNpy(await readInside(folder, file.input), file.input) };
}

async function errorOf(folder: string, { network, x, targets }: Shared, reference: ReferenceCase, engine: Engine) {
  const expected = readNpy(await readInside(folder, reference.expected), reference.expected);
  return checkCase({ model: network, reference, x, targets: reference.targets ?? targets, expected }, engine);
}

type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

async function attempt<T>(action: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await action() };
  } catch (error) {
    return { ok: false, reason: oneLine(error instanceof Error ? error.message : String(error)) };
  }
}

const oneLine = (text: string): string => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
};

const shown = (error: number): string => error.toExponential(2);
