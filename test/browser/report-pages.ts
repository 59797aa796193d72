import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { embedReport, type PageData } from "neuralize-viewer/embed";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { launchChromium } from "./chromium.ts";

const viewer = fileURLToPath(new URL("../../packages/viewer", import.meta.url));

export interface ReportPages {
  /** The built page without data. */
  readonly template: string;
  /** Whatever the page that was opened last complained about, and what it asked a network or a disk for. */
  complaints: string[];
  requests: string[];
  /** Opens a report from disk, as a reader does. */
  readonly open: (data: PageData, fragment?: string, options?: BrowserContextOptions) => Promise<Page>;
  /** Opens a page as it is. */
  readonly openHtml: (html: string, fragment?: string, options?: BrowserContextOptions) => Promise<Page>;
}

/**
 * Builds the report page and opens reports in Chromium for the tests of a file; after each test no page may have
 * complained or asked for anything outside itself.
 */
export function reportPages(): ReportPages {
  let browser: Browser;
  let folder: string;
  let template = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "report-page-"));
    const environment = process.env.NODE_ENV;
    await build({
      root: viewer,
      logLevel: "error",
      mode: "production",
      build: { outDir: join(folder, "dist"), emptyOutDir: true },
    });
    process.env.NODE_ENV = environment;
    template = await readFile(join(folder, "dist", "index.html"), "utf8");
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(pages.complaints).toEqual([]);
    expect(pages.requests.filter((url) => !/^(?:file|blob|data):/.test(url))).toEqual([]);
  });

  const pages: ReportPages = {
    get template() {
      return template;
    },
    complaints: [],
    requests: [],
    open: (data, fragment, options) => pages.openHtml(embedReport(template, data), fragment, options),
    openHtml: async (html, fragment = "", options = {}) => {
      const file = join(folder, `${Math.random().toString(36).slice(2)}.html`);
      await writeFile(file, html);
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      const page = await context.newPage();
      pages.complaints = [];
      pages.requests = [];
      page.on("console", (message) => pages.complaints.push(message.text()));
      page.on("pageerror", (error) => pages.complaints.push(error.message));
      page.on("request", (request) => pages.requests.push(request.url()));
      page.on("dialog", (dialog) => {
        pages.complaints.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      await page.goto(`${pathToFileURL(file).href}${fragment}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      return page;
    },
  };
  return pages;
}
