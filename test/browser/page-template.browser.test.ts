import { expect, test } from "vitest";
import { readFixture } from "../../packages/viewer/fixtures/read-fixture.ts";
import { reportPages } from "./report-pages.ts";

const reports = reportPages();

test("the page is one small file that forbids itself everything else", async () => {
  expect(reports.template.length).toBeLessThan(500_000);
  expect(reports.template).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)="(?!data:)/);
  const page = await reports.open(readFixture("wine"));
  const policy = await page.locator("meta[http-equiv='Content-Security-Policy']").getAttribute("content");
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/script-src 'sha256-[^']+'(?:;|$)/);
  // A script that came with data would not run, and no request would leave.
  const ran = await page.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    const fetched = await fetch("https://example.com").then(
      () => true,
      () => false,
    );
    return "ran" in window || fetched;
  });
  expect(ran).toBe(false);
  expect(reports.complaints.every((text) => /Content Security Policy|Fetch API cannot load/.test(text))).toBe(true);
  reports.complaints = [];
  reports.requests = reports.requests.filter((url) => url !== "https://example.com/");
});

test("a template without data says so", async () => {
  const page = await reports.openHtml(reports.template);
  expect(await page.locator("main").textContent()).toContain("holds no report yet");
});
