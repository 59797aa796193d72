import type { ImageReportData } from "./image-page-data.ts";
import type { ReportData } from "./page-data.ts";

/** What a page can show; `kind` says which. */
export type PageData = ReportData | ImageReportData;

const placeholder = '<script type="application/json" id="report-data"></script>';

/**
 * The built page with its data inside.
 *
 * @param template the built viewer (dist/index.html), which holds one empty data element
 * @throws Error if the template does not hold exactly one such element, or a number in the data is not finite
 */
export function embedReport(template: string, data: PageData): string {
  const [before, after, ...more] = template.split(placeholder);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`the page template must hold exactly one ${placeholder}`);
  }
  // Concatenated, not replaced: `$&` in a value would be a pattern to String.replace.
  return `${before}${placeholder.replace("></", () => `>${scriptSafeJson(data)}</`)}${after}`;
}

/** JSON that cannot end the script element around it, open a comment in it, or break a line of JavaScript. */
function scriptSafeJson(data: PageData): string {
  return JSON.stringify(data, finite).replace(/[<\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** JSON has no NaN and no infinity: JSON.stringify would silently write null. */
function finite(key: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new Error(`the report data holds ${value} at "${key}": every number must be finite`);
  }
  return value;
}
