import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { documentText, root } from "../docs/snippets.ts";
import { runCommand } from "../support/run-command.ts";
import { launchChromium } from "./chromium.ts";
import { pageOf } from "./page-bundle.ts";
import { type Server, serve } from "./serve.ts";

// In reach of the checkout's packages; git ignores it.
const folder = join(root, "test/docs/.snippets/page");

let browser: Browser;
let server: Server;

beforeAll(async () => {
  const [, script = ""] = /```js page\n([\s\S]*?)```/.exec(documentText("README.md")) ?? [];
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "public"), { recursive: true });
  writeFileSync(join(folder, "page.js"), script);
  writeFileSync(join(folder, "index.html"), pageOf("page.js"));
  const wine = join(root, "examples/wine.csv");
  const made = await runCommand(["explain", wine, "--label", "cultivar", "-k", "3", "-o", "out"], folder);
  expect(made.stderr).toBe("");
  copyFileSync(join(folder, "out/explainer.onnx"), join(folder, "public/explainer.onnx"));
  await build({ root: folder, logLevel: "error", mode: "production" });
  const dist = join(folder, "dist");
  const pages = {
    "/": readFileSync(join(dist, "index.html"), "utf8"),
    "/explainer.onnx": readFileSync(join(dist, "explainer.onnx")),
  };
  server = await serve({ pages, folders: { "/assets/": join(dist, "assets") } });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  if (existsSync(folder)) rmSync(folder, { recursive: true });
});

test("the page of the README says what the row's cluster is and what each column contributes", async () => {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => complaints.push(message.text()));
  await page.goto(server.url);
  await page.waitForFunction("document.body.innerText !== ''").catch((error) => {
    throw new Error(`the page stays empty: ${complaints.join("\n")}`, { cause: error });
  });
  const [first = "", ...columns] = (await page.innerText("body")).split("\n");
  expect(complaints).toEqual([]);
  const evidence = Number(/^.+: evidence ([\d.]+)$/.exec(first)?.[1]);
  const numbers = columns.map((line) => Number(/^\S+ (-?[\d.]+)$/.exec(line)?.[1]));
  expect(numbers).toHaveLength(13);
  expect(evidence).toBeGreaterThan(0);
  // Relevance is conserved; every one of 14 numbers is rounded to hundredths.
  expect(Math.abs(numbers.reduce((sum, each) => sum + each, 0) - evidence)).toBeLessThan(14 * 0.005);
}, 120_000);
