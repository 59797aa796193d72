import { type FileSet, fileSet } from "../files/file-set.ts";
import type { Progress } from "../terminal/progress.ts";

/** Writes the files of a run so that all of them appear together, or none; progress has left the terminal by then. */
export async function writeRun<Run>(progress: Progress, write: (files: FileSet) => Promise<Run>): Promise<Run> {
  const files = fileSet();
  try {
    const run = await write(files);
    progress.finish();
    files.commit();
    return run;
  } finally {
    files.discard();
    progress.finish();
  }
}
