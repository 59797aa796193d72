import { type EngineName, openEngine } from "../engines/open-engine.ts";
import { writeLines } from "../terminal/write-lines.ts";
import { verifyFolder } from "../verify/verify-folder.ts";

export interface VerifyOptions {
  readonly engine: EngineName;
  readonly threads?: number;
}

/** `neuralize verify`: agreement with reference attributions; exit status 1 if any case fails. */
export async function verify(path: string, options: VerifyOptions): Promise<void> {
  const { failed } = await verifyFolder(path, await openEngine(options.engine, options), (line) => writeLines([line]));
  if (failed > 0) process.exitCode = 1;
}
