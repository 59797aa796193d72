import type { ReportData } from "../report-data.ts";

/**
 * The data that was embedded in the page.
 *
 * @throws Error, in words for the reader of the page, if there is none or it is of another version
 */
export function parseReport(json: string): ReportData {
  if (json.trim() === "") {
    throw new Error("This page holds no report yet: it is the template that “neuralize explain” fills.");
  }
  const data = JSON.parse(json) as ReportData;
  if (data.version !== 1) {
    throw new Error(`This page reads reports of version 1, but its data is of version ${String(data.version)}.`);
  }
  return data;
}
