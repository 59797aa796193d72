// Adds up vitest's JSON results and closes with one line: "N passed, N failed".
import { readFileSync } from "node:fs";

const results = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
// A file that fails to load has no tests of its own, but is a failure.
const broken = results
  .flatMap((result) => result.testResults)
  .filter((file) => file.status === "failed" && file.assertionResults.length === 0);
console.log(`${total("numPassedTests")} passed, ${total("numFailedTests") + broken.length} failed`);
