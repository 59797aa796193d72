import { writeFileSync } from "node:fs";
import { operatorsDocument } from "./operators-document.ts";

// From the root of the checkout, where npm runs its scripts.
writeFileSync("docs/operators.md", operatorsDocument());
