import { neuralizeCommand } from "../../packages/neuralize-cli/src/commands/program.ts";
import { exitCodeOf, showError } from "../../packages/neuralize-cli/src/terminal/failure.ts";
import type { Ended } from "./run-command.ts";

/**
 * Runs a command as `main.ts` does, in the test's own process: a tenth of the time of a process of its own, where neither
 * signals nor the process's end matter. One at a time: what it writes is caught on the way.
 */
export const runInProcess = (words: readonly string[]): Promise<Ended> =>
  caught(words, { neuralizeCommand, exitCodeOf, showError });

/** The same in another working folder, of the built command, which has the page beside it. */
export async function runBuiltInProcess(words: readonly string[], folder: string): Promise<Ended> {
  const built = (path: string): Promise<unknown> =>
    import(new URL(`../../packages/neuralize-cli/dist/${path}`, import.meta.url).href);
  const program = (await built("commands/program.js")) as Pick<Main, "neuralizeCommand">;
  const failure = (await built("terminal/failure.js")) as Omit<Main, "neuralizeCommand">;
  const before = process.cwd();
  process.chdir(folder);
  try {
    return await caught(words, { ...program, ...failure });
  } finally {
    process.chdir(before);
  }
}

interface Main {
  readonly neuralizeCommand: () => { readonly parseAsync: (words: readonly string[]) => Promise<unknown> };
  readonly exitCodeOf: (error: unknown) => number;
  readonly showError: (error: unknown) => void;
}

async function caught(words: readonly string[], main: Main): Promise<Ended> {
  const written = { stdout: "", stderr: "" };
  const originals = { stdout: process.stdout.write, stderr: process.stderr.write };
  for (const name of ["stdout", "stderr"] as const)
    process[name].write = (text: string | Uint8Array) => {
      written[name] += String(text);
      return true;
    };
  let code = 0;
  try {
    await main.neuralizeCommand().parseAsync(["node", "neuralize", ...words]);
  } catch (error) {
    main.showError(error);
    code = main.exitCodeOf(error);
  } finally {
    process.stdout.write = originals.stdout;
    process.stderr.write = originals.stderr;
  }
  return { code, signal: null, ...written };
}
