#!/usr/bin/env node
import { neuralizeCommand } from "./commands/program.ts";
import { exitCodeOf, showError } from "./terminal/failure.ts";
import { guardStandardStreams } from "./terminal/standard-streams.ts";

guardStandardStreams();
try {
  await neuralizeCommand().parseAsync(process.argv);
} catch (error) {
  showError(error);
  process.exitCode = exitCodeOf(error);
}
