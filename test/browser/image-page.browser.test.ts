import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { expect, test } from "vitest";
import { imageBudget } from "../../packages/neuralize-cli/src/report/image-budget.ts";
import { imageReport, shapes } from "../../packages/viewer/fixtures/image-report.ts";
import { reportPages } from "./report-pages.ts";

const reports = reportPages();
const { open } = reports;
const data = imageReport(shapes);

const opened = (page: Page) => page.locator("#explained-image").textContent();
const fragment = (page: Page) => page.evaluate(() => decodeURIComponent(window.location.hash));
const sentence = async (page: Page) => (await page.locator(".sentence").textContent()) ?? "";
/** The image of a fragment's file. */
const hash = (index: number) => `#image=${encodeURIComponent(data.images[index]?.file ?? "")}`;

/** Pixels of the map with this label: [red, green, blue, alpha] per cell, row by row. */
async function pixels(page: Page, label: RegExp): Promise<readonly (readonly number[])[]> {
  const canvas = page.getByRole("img", { name: label }).locator("canvas");
  const bytes = await canvas.evaluate((element: HTMLCanvasElement) => {
    // A copy: reading from a canvas that is drawn to makes the browser complain.
    const context = new OffscreenCanvas(element.width, element.height).getContext("2d", { willReadFrequently: true });
    context?.drawImage(element, 0, 0);
    return Array.from(context?.getImageData(0, 0, element.width, element.height).data ?? []);
  });
  return Array.from({ length: bytes.length / 4 }, (_, cell) => bytes.slice(4 * cell, 4 * cell + 4));
}
const whole = /^Heatmap/;
const legend = (page: Page) => page.getByRole("img", { name: /^Colours from/ }).getAttribute("aria-label");
const setSlider = (page: Page, name: string, value: number) =>
  page.getByRole("slider", { name }).evaluate((input: HTMLInputElement, wanted) => {
    input.value = String(wanted);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }, value);
const saved = async (page: Page, button: string) => {
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).click();
  return readFile(await (await waiting).path());
};

test("opens with one sentence per cluster, and ends with how it was made and what was skipped", async () => {
  const page = await open(data);
  const sentences = await page.locator("header li").allTextContents();
  // A figure and its % stay on one line.
  expect(sentences.map((sentence) => sentence.replaceAll("\u00a0", " "))).toEqual(
    data.clusters.map(({ cluster, sentence }) => `${cluster} ${sentence}`),
  );
  const footer = (await page.locator("footer").textContent()) ?? "";
  const { provenance } = data;
  for (const said of [
    provenance.command,
    provenance.version,
    provenance.engine,
    provenance.preprocessing,
    provenance.composite,
    provenance.extractor,
    provenance.embedding.tensor,
    "gamma(0.25)",
    "conservation gap",
    "/layer<1>/Conv",
    // Where relevance is lost: shares of the evidence, the leak, and why.
    "69 %",
    "31 %",
    "biases take their share of the relevance",
    "<b>broken</b>.jpg",
    "is not a picture",
  ]) {
    expect(footer).toContain(said);
  }
});

test("where k was chosen, the curve of the numbers tried is shown", async () => {
  const page = await open(data);
  const section = page.getByRole("region", { name: /^Why \d+ clusters$/ });
  expect(await section.textContent()).toContain("mean silhouette over all pictures");
  expect(await section.locator("svg").count()).toBeGreaterThan(0);
});

test("names from data are text, never markup; pictures come from bytes of the page alone", async () => {
  const page = await open(data, hash(1));
  expect(await opened(page)).toBe("<img src=x onerror=alert(1)>.jpg");
  expect(await page.locator("h1").textContent()).toBe(data.title);
  expect(await page.getByText("mostly </script><i>rings</i>").count()).toBeGreaterThan(0);
  expect(await page.locator("main :is(script, i, b, iframe, object)").count()).toBe(0);
  const sources = await page
    .locator("img")
    .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).src));
  expect(sources.length).toBeGreaterThan(20);
  expect(sources.every((source) => source.startsWith("blob:"))).toBe(true);
  expect(await page.locator("[onerror]").count()).toBe(0);
});

test("a picture that is none and a map that is damaged are told, and harm nothing else", async () => {
  const [first, second, ...others] = data.images;
  if (first === undefined || second === undefined) throw new Error("no images");
  const broken = {
    ...data,
    images: [
      {
        ...first,
        picture: { ...first.picture, type: "svg+xml" as "png" },
        maps: first.maps.map((map) => ({ ...map, data: "AAAA" })),
      },
      second,
      ...others,
    ],
  };
  const page = await open(broken, hash(0));
  expect(await page.getByRole("alert").textContent()).toContain("cannot be shown");
  expect(await page.locator("article:has(#explained-image)").getByText("no picture").count()).toBeGreaterThan(0);
  await page.getByRole("button", { name: "next →" }).click();
  await expect.poll(() => page.getByRole("img", { name: whole }).count()).toBe(1);
  expect(await page.getByRole("alert").count()).toBe(0);
});

test("contact sheets hold typical and borderline images, and all members on demand", async () => {
  const page = await open(data);
  const cluster = data.clusters[1];
  const names = (sheet: string) =>
    page
      .getByRole("toolbar", { name: sheet })
      .getByRole("button")
      .evaluateAll((buttons) => buttons.map((b) => b.getAttribute("aria-label")?.split(", cluster")[0]));
  const files = (indices: readonly number[] | undefined) => indices?.map((index) => data.images[index]?.file);
  expect(await names("typical pictures of cluster 1")).toEqual(files(cluster?.typical.slice(0, 6)));
  expect(await names("borderline pictures of cluster 1")).toEqual(files(cluster?.borderline.slice(0, 6)));
  // A large cluster has more than the sheets show.
  const many = imageReport({ ...shapes, images: 160, cells: 8, side: 8 });
  const large = await open(many);
  await large
    .getByRole("button", { name: `All ${many.clusters[1]?.size} pictures`, exact: true })
    .first()
    .click();
  const all = large.getByRole("toolbar", { name: "All pictures of cluster 1" }).getByRole("button");
  await expect.poll(() => all.count()).toBe(many.clusters[1]?.size);
  await all.last().click();
  expect(await fragment(large)).toBe(`#image=${many.images[many.clusters[1]?.borderline[0] ?? 0]?.file}`);
});

test("the arrow keys move within a sheet, and only there", async () => {
  const page = await open(data, hash(0));
  const sheet = page.getByRole("toolbar", { name: "typical pictures of cluster 0" });
  await sheet.getByRole("button").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("data-place"))).toBe("2");
  expect(await opened(page)).toBe(data.images[0]?.file);
  await page.keyboard.press("Enter");
  expect(await opened(page)).toBe(data.images[data.clusters[0]?.typical[2] ?? -1]?.file);
});

test("for and against are drawn apart, in the colours of the whole", async () => {
  const page = await open(data, hash(0));
  await page.getByRole("img", { name: whole }).waitFor();
  const [all, speaksFor, against] = [
    await pixels(page, whole),
    await pixels(page, /speaks for/),
    await pixels(page, /speaks against/),
  ];
  const nothing = JSON.stringify([0xf5, 0xf5, 0xf5, 255]);
  let [positive, negative] = [0, 0];
  all.forEach((pixel, cell) => {
    const drawn = [JSON.stringify(speaksFor[cell]), JSON.stringify(against[cell])];
    // Each cell is on one side, or on none.
    expect(drawn).toContain(nothing);
    expect(drawn.filter((text) => text !== nothing).concat(nothing)).toContain(JSON.stringify(pixel));
    const [red = 0, , blue = 0] = pixel;
    if (drawn[0] !== nothing && blue > red) positive++;
    if (drawn[1] !== nothing && red > blue) negative++;
  });
  expect(positive).toBeGreaterThan(50);
  expect(negative).toBeGreaterThan(50);
});

test("maps are recoloured, rescaled, smoothed and laid over live", async () => {
  const page = await open(data, hash(4));
  await page.getByRole("img", { name: whole }).waitFor();
  const before = await pixels(page, whole);
  const ends = await legend(page);
  await page.getByLabel("Colours of the maps").selectOption("coldnhot");
  const hot = await pixels(page, whole);
  expect(hot).not.toEqual(before);
  // Where nothing speaks coldnhot is black.
  expect(hot.some(([red = 9, green = 9, blue = 9]) => red + green + blue === 0)).toBe(true);
  expect(await legend(page)).toBe(ends);
  await page.getByText("all alike").click();
  await expect.poll(() => legend(page)).not.toBe(ends);
  await page.getByText("each its own").click();
  await expect.poll(() => legend(page)).toBe(ends);
  await page.getByText("some", { exact: true }).click();
  await expect.poll(() => legend(page)).not.toBe(ends);
  await setSlider(page, "Contrast of the colours", 1);
  await page.getByRole("button", { name: "as it was" }).click();
  await expect.poll(() => legend(page)).toBe(ends);
  expect(await pixels(page, whole)).toEqual(before);
  await setSlider(page, "Opacity of the overlay", 25);
  const overlay = page.getByRole("img", { name: "The heatmap laid over the picture" }).locator("canvas");
  expect(await overlay.evaluate((canvas) => canvas.style.opacity)).toBe("0.25");
});

test("sheets show relevance too", async () => {
  const page = await open(data);
  expect(await page.locator(".sheet canvas").count()).toBe(0);
  await page.getByText("relevance over them").click();
  await expect.poll(() => page.locator(".sheet canvas").count()).toBe(await page.locator(".sheet button").count());
});

test("another competitor is another map; the address remembers image and competitor", async () => {
  const page = await open(data, hash(4));
  await page.getByRole("img", { name: whole }).waitFor();
  const all = await pixels(page, whole);
  const rival = data.images[4]?.maps[2]?.against;
  await page.getByRole("radio", { name: new RegExp(`^ *${rival}\\b`) }).check();
  await expect.poll(() => pixels(page, whole)).not.toEqual(all);
  expect(await fragment(page)).toBe(`#image=${data.images[4]?.file}&against=${rival}`);
  expect(await sentence(page)).toContain(`rather than ${rival}`);
  await page.reload();
  expect(await opened(page)).toBe(data.images[4]?.file);
  expect(await page.getByRole("radio", { name: new RegExp(`^ *${rival}\\b`) }).isChecked()).toBe(true);
  // Clusters without a map are listed and cannot be chosen.
  const missing = data.clusters
    .map(({ cluster }) => cluster)
    .filter((k) => k !== data.images[4]?.cluster && !data.images[4]?.maps.some((map) => map.against === k));
  for (const k of missing)
    expect(await page.getByRole("radio", { name: new RegExp(`^ *${k}\\b`) }).isDisabled()).toBe(true);
  await page.evaluate(() => {
    window.location.hash = "#image=nowhere&against=77";
  });
  await expect.poll(() => page.getByRole("radio", { name: /any other/ }).isChecked()).toBe(true);
});

test("previous and next by keyboard, through what the filter leaves", async () => {
  const page = await open(data, hash(0));
  const position = () => page.locator(".steps span").textContent();
  const before = await position();
  await page.keyboard.press("ArrowRight");
  expect(await position()).not.toBe(before);
  await page.keyboard.press("ArrowLeft");
  expect(await position()).toBe(before);
  // A slider keeps its arrow keys.
  await page.getByRole("slider", { name: "Opacity of the overlay" }).focus();
  await page.keyboard.press("ArrowRight");
  expect(await position()).toBe(before);
  await page.getByRole("searchbox").fill("CROSSES");
  await page.getByLabel("Order", { exact: true }).selectOption("least-evidence");
  const passing = data.images
    .filter(({ file, label }) => `${file} ${data.comparison?.labels[label ?? -1]}`.toLowerCase().includes("crosses"))
    .sort((a, b) => a.evidence - b.evidence);
  await page.getByRole("searchbox").blur();
  await page.keyboard.press("ArrowRight");
  expect(await opened(page)).toBe(passing[0]?.file);
  await page.keyboard.press("ArrowRight");
  expect(await opened(page)).toBe(passing[1]?.file);
  expect(await position()).toBe(`2 of ${passing.length}`);
  await page.getByLabel("Smallest evidence").fill("1e9");
  expect(await page.getByText("No picture passes.").count()).toBe(1);
  await page.getByRole("button", { name: "Show all" }).click();
  await page.getByLabel("Cluster", { exact: true }).selectOption("2");
  expect(await page.getByRole("toolbar", { name: "Pictures", exact: true }).getByRole("button").count()).toBe(
    data.clusters[2]?.size,
  );
});

test("near a boundary the page says so", async () => {
  const smallest = data.images.reduce(
    (least, { evidence }, i) => (evidence < (data.images[least]?.evidence ?? 0) ? i : least),
    0,
  );
  const page = await open(data, hash(smallest));
  expect(await sentence(page)).toContain("nearly a tie");
});

test("the balance is drawn as the sums are", async () => {
  const page = await open(data, hash(0));
  const map = data.images[0]?.maps[0];
  const said = (await page.locator("svg[aria-label^='Balance']").getAttribute("aria-label")) ?? "";
  const [positive = 0, negative = 0] = [...said.matchAll(/([+−])([\d.,]+)/g)].map(
    ([, sign, size = ""]) => (sign === "−" ? -1 : 1) * Number(size.replaceAll(",", "").replace(/\.$/, "")),
  );
  // Three digits of the largest.
  expect(Math.abs(positive - (map?.positive ?? 0))).toBeLessThan(0.005 * (map?.positive ?? 0));
  expect(Math.abs(negative - (map?.negative ?? 0))).toBeLessThan(0.005 * (map?.positive ?? 0));
});

test("pointing at a picture reads the value there", async () => {
  const page = await open(data, hash(0));
  await page.getByRole("img", { name: whole }).waitFor();
  const box = await page.getByRole("img", { name: whole }).boundingBox();
  await page
    .getByRole("img", { name: whole })
    .hover({ position: { x: 0.51 * (box?.width ?? 0), y: 0.51 * (box?.height ?? 0) } });
  expect(await page.locator(".reading").textContent()).toMatch(/row 24, column 24: [+−]?[\d.]+/);
});

test("heatmap and overlay are saved as PNG, the map as CSV that sums to what is said", async () => {
  const page = await open(data, hash(1), { acceptDownloads: true });
  await page.getByRole("img", { name: whole }).waitFor();
  for (const button of ["heatmap PNG", "overlay PNG"]) {
    const file = await saved(page, button);
    const { data: pixels, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    // Cells and pixels enlarged by whole numbers to at least 672.
    expect([info.width, info.height]).toEqual([672, 672]);
    const tints = Array.from({ length: 672 * 672 }, (_, i) => (pixels[3 * i + 2] ?? 0) - (pixels[3 * i] ?? 0));
    // The ring is blue, but in the overlay it is grey where nothing speaks for it: most of the picture has no colour, the
    // ring has that of "for", teal, and the corner that of "against", brown.
    expect(tints.filter((tint) => Math.abs(tint) < 16).length).toBeGreaterThan(0.7 * tints.length);
    expect(Math.max(...tints.filter((_, i) => i % 50 === 0))).toBeGreaterThan(60);
    expect(Math.min(...tints.filter((_, i) => i % 7 === 0).slice(0, 20_000))).toBeLessThan(-16);
  }
  const [header, ...lines] = (await saved(page, "map CSV")).toString().trimEnd().split("\r\n");
  expect(header).toBe("row,column,relevance");
  expect(lines).toHaveLength(shapes.cells ** 2);
  const values = lines.map((line) => Number(line.split(",")[2]));
  const sum = (side: number) => values.filter((value) => side * value > 0).reduce((a, b) => a + b, 0);
  const map = data.images[1]?.maps[0];
  // Cells are bytes: at most half of 127 steps off, and as often up as down.
  expect(Math.abs(sum(1) - (map?.positive ?? 0))).toBeLessThan(0.01 * (map?.positive ?? 0));
  expect(Math.abs(sum(-1) - (map?.negative ?? 0))).toBeLessThan(0.01 * (map?.positive ?? 0));
  const list = (await saved(page, "Save the listed pictures as CSV")).toString();
  expect(list.split("\r\n")).toHaveLength(data.images.length + 2);
  expect(list).toContain("<img src=x onerror=alert(1)>.jpg,");
});

test("a heatmap is saved in the same colours whatever the page is shown in", async () => {
  const files: Buffer[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await open(data, hash(0), { colorScheme });
    await page.getByRole("img", { name: whole }).waitFor();
    files.push(await saved(page, "heatmap PNG"));
  }
  expect(files[0]?.equals(files[1] ?? Buffer.alloc(0))).toBe(true);
});

test("colours of maps follow the ground, also on paper", async () => {
  const page = await open(data, hash(0), { colorScheme: "dark" });
  await page.getByRole("img", { name: whole }).waitFor();
  const brightness = async () => {
    const all = await pixels(page, whole);
    return all.reduce((total, [red = 0, green = 0, blue = 0]) => total + red + green + blue, 0) / (3 * all.length);
  };
  expect(await brightness()).toBeLessThan(100);
  await page.getByRole("button", { name: "Switch to light colours" }).click();
  await expect.poll(brightness).toBeGreaterThan(150);
  await page.getByRole("button", { name: "Switch to dark colours" }).click();
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await expect.poll(brightness).toBeGreaterThan(150);
});

test("the map of images selects the one under the pointer and shows its picture", async () => {
  const page = await open(data, hash(0));
  const dot = page.locator(".map svg [aria-label='dot']").first().locator("path, circle").nth(30);
  await dot.scrollIntoViewIfNeeded();
  const box = await dot.boundingBox();
  const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
  await page.mouse.move(x, y);
  await expect.poll(() => opened(page)).not.toBe(data.images[0]?.file);
  expect(await page.locator(".tip img").count()).toBe(1);
  const hovered = await opened(page);
  await page.mouse.click(x, y);
  await page.mouse.move(0, 0);
  expect(await opened(page)).toBe(hovered);
  expect(await fragment(page)).toBe(`#image=${hovered}`);
});

test("every control has a name, and one image of each sheet is reached by the Tab key", async () => {
  const page = await open(data);
  const controls = await page.evaluate(() =>
    [...document.querySelectorAll("button, select, input, summary")].map((control) => ({
      name: (
        control.getAttribute("aria-label") ??
        (control as HTMLInputElement).labels?.[0]?.textContent ??
        control.textContent ??
        ""
      ).trim(),
      html: control.outerHTML,
      reached: (control as HTMLElement).tabIndex >= 0,
      sheet: control.closest("[role=toolbar]")?.getAttribute("aria-label"),
    })),
  );
  expect(controls.filter(({ name }) => name === "")).toEqual([]);
  expect(controls.filter(({ sheet, reached }) => sheet === undefined && !reached)).toEqual([]);
  for (const name of new Set(controls.flatMap(({ sheet }) => sheet ?? []))) {
    expect(controls.filter(({ sheet, reached }) => sheet === name && reached)).toHaveLength(1);
  }
});

test.each([400, 1000, 1600])("nothing overflows sideways at %i pixels", async (width) => {
  const page = await open(data, hash(6), { viewport: { width, height: 900 } });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
});

test("500 images open at once: only those that are seen are in the document", async () => {
  const { images, cells, competitors } = imageBudget(500, 8);
  const many = imageReport({ images, clusters: 8, side: 40, cells, competitors, noise: true });
  const page = await open(many);
  await page.getByRole("img", { name: whole }).waitFor();
  expect(await page.locator(".sheet button").count()).toBeLessThan(250);
  await page.getByRole("searchbox").fill("0499");
  expect(await page.getByRole("toolbar", { name: "Pictures", exact: true }).getByRole("button").count()).toBe(1);
  await page.getByRole("searchbox").fill("");
  // The list scrolls away from the selected image, and back when it is selected again.
  const list = page.locator(".list .scroller");
  const shownPlaces = () =>
    list.getByRole("button").evaluateAll((buttons) => buttons.map((button) => Number(button.dataset.place)));
  await list.evaluate((element) => element.scrollTo(0, 3000));
  await expect.poll(async () => Math.min(...(await shownPlaces()))).toBeGreaterThan(100);
  await list.evaluate((element) => element.scrollTo(0, 0));
  await expect.poll(async () => Math.min(...(await shownPlaces()))).toBe(0);
  await page.getByText("all alike").click();
  await page.getByText("some", { exact: true }).click();
  await expect.poll(() => legend(page), { timeout: 20_000 }).toMatch(/Colours from/);
  // A choice keeps its arrow keys too.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const position = () => page.locator(".steps span").textContent();
  const before = Number((await position())?.split(" ")[0]);
  for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowRight");
  expect(Number((await position())?.split(" ")[0])).toBe(before + 5);
});

test("a picture of another cluster than --target is told why it is not there", async () => {
  const [first, ...others] = data.images;
  const map = first?.maps[0];
  if (first === undefined || map === undefined) throw new Error("no image");
  const asked = first.runnerUp;
  const turned = {
    ...first,
    target: asked,
    runnerUp: first.cluster,
    evidence: -first.evidence,
    margins: first.margins.map((margin) => margin - first.evidence),
  };
  const against = { ...map, evidence: -map.evidence, positive: -map.negative, negative: -map.positive };
  const page = await open({ ...data, images: [{ ...turned, maps: [against] }, ...others] }, hash(0));
  expect(await sentence(page)).toMatch(
    new RegExp(`nearer to cluster ${first.cluster}.* than to ${asked}.*more speaks against it than for it`),
  );
  expect(await page.getByText("Assigned to").textContent()).toContain(String(first.cluster));
});

test("a picture without maps says that there is nothing to contrast it with", async () => {
  const [first, ...others] = data.images;
  if (first === undefined) throw new Error("no image");
  const page = await open({ ...data, images: [{ ...first, maps: [] }, ...others] }, hash(0));
  await page.getByText("nothing to contrast this picture with").waitFor();
  await page.getByText("relevance over them").click();
  await expect.poll(() => page.locator(".sheet canvas").count()).toBeGreaterThan(10);
});
