#!/usr/bin/env node
import { neuralizeCommand } from "./commands/program.ts";
import { exitCodeOf, showError } from "./terminal/failure.ts";

try {
  await neuralizeCommand().parseAsync(process.argv);
} catch (error) {
  showError(error);
  process.exitCode = exitCodeOf(error);
}
