import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium, softwareGpu } from "./chromium.ts";
import { bundledPage, pageOf, runtimeFolder } from "./page-bundle.ts";
import type { CaseOutcome } from "./reference.page.ts";
import { type Server, serve } from "./serve.ts";

/** The reference data: those of the checkout, or another folder of the same form. */
const reference = process.env.REFERENCE ?? fileURLToPath(new URL("../reference", import.meta.url));

/** The models, and how many cases each of them has. */
const models: Readonly<Record<string, number>> = Object.fromEntries(
  readdirSync(reference)
    .filter((model) => existsSync(join(reference, model, "cases.json")))
    .map((model) => [model, JSON.parse(readFileSync(join(reference, model, "cases.json"), "utf8")).cases.length]),
);

let browser: Browser;
let server: Server;

beforeAll(async () => {
  const pages = {
    "/wasm": pageOf("/wasm.js"),
    "/webgpu": pageOf("/webgpu.js"),
    "/wasm.js": await bundledPage("reference-wasm.page.ts"),
    "/webgpu.js": await bundledPage("reference-webgpu.page.ts"),
  };
  server = await serve({ pages, folders: { "/ort/": runtimeFolder, "/reference/": reference } });
  browser = await launchChromium(softwareGpu);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

for (const provider of ["wasm", "webgpu"]) {
  describe(provider, () => {
    let page: Page;
    const complaints: string[] = [];

    beforeAll(async () => {
      page = await browser.newPage();
      page.on("pageerror", (error) => complaints.push(error.message));
      // The GPU's runtime warns of its adapter; WASM has nothing to say.
      if (provider === "wasm") page.on("console", (message) => complaints.push(message.text()));
      await page.goto(`${server.url}${provider}`);
      await page.waitForFunction("'checkModel' in globalThis", undefined, { timeout: 20_000 }).catch((error) => {
        throw new Error(`the page did not load: ${complaints.join("\n")}`, { cause: error });
      });
    });
    afterAll(() => page?.close());

    for (const [model, cases] of Object.entries(models)) {
      test(`every case of ${model} agrees, decoded, compiled and explained in the browser`, async () => {
        const outcomes = (await page.evaluate(`checkModel(${JSON.stringify(model)})`)) as readonly CaseOutcome[];
        expect(outcomes).toHaveLength(cases);
        // Not only small: NaN compares false, and so does the reason of a failure.
        expect(outcomes.filter(({ error, allowed }) => !(typeof error === "number" && error <= allowed))).toEqual([]);
        expect(complaints).toEqual([]);
      }, 600_000);

      test.runIf(provider === "webgpu")(
        `no node of the explainers of ${model} leaves the GPU`,
        async () => {
          expect(await page.evaluate(`refusals(${JSON.stringify(model)})`)).toEqual([]);
        },
        300_000,
      );
    }

    test.runIf(provider === "wasm")("threads are what a user's page would run with; they need isolation", async () => {
      expect(await page.evaluate("runsWith()")).toEqual({ isolated: true, threads: 2 });
    });
  });
}
