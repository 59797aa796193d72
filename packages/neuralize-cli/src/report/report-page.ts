import { readFileSync } from "node:fs";
import { embedReport } from "./embed-report.ts";
import type { ReportData } from "./page-data.ts";

/** report.html: the page that the build put beside this file, with the data inside. */
export const reportPage = (data: ReportData): string =>
  embedReport(readFileSync(new URL("./page.html", import.meta.url), "utf8"), data);
