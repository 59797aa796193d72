import { writeFileSync } from "node:fs";
import { generatedDocuments } from "./generated-documents.ts";

// From the root of the checkout, where npm runs its scripts.
for (const [path, text] of Object.entries(generatedDocuments("."))) writeFileSync(path, text);
