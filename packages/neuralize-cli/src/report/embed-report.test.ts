import { expect, test } from "vitest";
import { embedReport } from "./embed-report.ts";
import type { ReportData } from "./page-data.ts";

const element = '<script type="application/json" id="report-data"></script>';
const template = `<body>${element}<p>after</p></body>`;
const report = (values: object) => values as ReportData;

const embedded = (html: string): unknown => {
  const start = html.indexOf('id="report-data">') + 'id="report-data">'.length;
  return JSON.parse(html.slice(start, html.indexOf("</script>", start)));
};

test("the data comes back as it went in", () => {
  const hostile = report({
    title: "</script><script>alert(1)</script><!-- <script>",
    command: "$& $1 $$ $` $'",
    separators: "\u2028\u2029",
    emoji: "🐧",
  });
  const html = embedReport(template, hostile);
  expect(embedded(html)).toEqual(hostile);
  expect(html.endsWith("<p>after</p></body>")).toBe(true);
});

test("nothing in the data can end or open an element, or break a line", () => {
  const html = embedReport(template, report({ title: "</script><!--<img src=x>\u2028\u2029" }));
  const json = html.slice(html.indexOf('id="report-data">') + 17, html.lastIndexOf("</script>"));
  expect(json).not.toMatch(/[<\u2028\u2029]/);
});

test("a template without the element, or with two, is refused", () => {
  expect(() => embedReport("<body></body>", report({}))).toThrow("exactly one");
  expect(() => embedReport(template + template, report({}))).toThrow("exactly one");
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])("%s is refused, not written as null", (value) => {
  expect(() => embedReport(template, report({ meanEvidence: value }))).toThrow("meanEvidence");
});
