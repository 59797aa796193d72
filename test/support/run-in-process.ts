import { neuralizeCommand } from "../../packages/neuralize-cli/src/commands/program.ts";
import { exitCodeOf, showError } from "../../packages/neuralize-cli/src/terminal/failure.ts";
import type { Ended } from "./run-command.ts";

/**
 * Runs a command as `main.ts` does, in the test's own process: a tenth of the time of a process of its own, where neither
 * the working folder, nor signals, nor the process's end matter. One at a time: what it writes is caught on the way.
 */
export async function runInProcess(words: readonly string[]): Promise<Ended> {
  const written = { stdout: "", stderr: "" };
  const originals = { stdout: process.stdout.write, stderr: process.stderr.write };
  for (const name of ["stdout", "stderr"] as const)
    process[name].write = (text: string | Uint8Array) => {
      written[name] += String(text);
      return true;
    };
  let code = 0;
  try {
    await neuralizeCommand().parseAsync(["node", "neuralize", ...words]);
  } catch (error) {
    showError(error);
    code = exitCodeOf(error);
  } finally {
    process.stdout.write = originals.stdout;
    process.stderr.write = originals.stderr;
  }
  return { code, signal: null, ...written };
}
