import { readFileSync } from "node:fs";

const { version: found } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

/** Version of the command line, as in its package.json. */
export const version = found;
