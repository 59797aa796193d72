import { type EngineName, openEngine } from "../engines/open-engine.ts";
import { verifyFolder } from "../verify/verify-folder.ts";

export interface VerifyOptions {
  readonly engine: EngineName;
  readonly threads?: number;
}

/** `neuralize verify`: agreement with reference attributions; exit status 1 if any case fails. */
export async function verify(path: string, options: VerifyOptions): Promise<void> {
  const { failed } = await verifyFolder(path, await openEngine(options.engine, options), (line) =>
    process.stdout.write(`${line}\n`),
  );
  if (failed > 0) process.exitCode = 1;
}
