import { readFileSync } from "node:fs";
import { embedReport, type PageData } from "./embed-report.ts";

/** report.html: the page that the build put beside this file, with the data inside. */
export const reportPage = (data: PageData): string =>
  embedReport(readFileSync(new URL("./page.html", import.meta.url), "utf8"), data);
