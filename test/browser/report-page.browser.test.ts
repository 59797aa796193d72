import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { readFixture } from "../../packages/viewer/fixtures/read-fixture.ts";
import { reportPages } from "./report-pages.ts";

const reports = reportPages();
const { open } = reports;

const waterfall = (page: Page) => page.locator("svg[aria-label^='Waterfall']");
/** Signed figures of a waterfall's description: its bars, then the evidence. */
async function bars(page: Page): Promise<{ readonly relevance: readonly number[]; readonly evidence: number }> {
  const label = (await waterfall(page).getAttribute("aria-label")) ?? "";
  const numbers = [...label.matchAll(/ ([+−]?[\d.,]+(?:e−?\d+)?)(?=[,;.])/g)].map(([, text = ""]) =>
    Number(text.replaceAll("−", "-").replaceAll(",", "")),
  );
  return { relevance: numbers.slice(0, -1), evidence: numbers.at(-1) ?? Number.NaN };
}
const explained = (page: Page) => page.locator("#explained-row").textContent();
const fragment = (page: Page) => page.evaluate(() => window.location.hash);

test("opens with one sentence per cluster, and ends with how it was made", async () => {
  const data = readFixture("wine");
  const page = await open(data);
  const sentences = await page.locator("header li").allTextContents();
  // A figure and its % stay on one line.
  expect(sentences.map((sentence) => sentence.replaceAll("\u00a0", " "))).toEqual(
    data.clusters.map(({ cluster, sentence }) => `${cluster} ${sentence}`),
  );
  const footer = (await page.locator("footer").textContent()) ?? "";
  for (const said of [
    data.provenance.command,
    data.provenance.version,
    data.provenance.scaling,
    "adjusted Rand",
    "conservation error",
    "filled",
  ]) {
    expect(footer).toContain(said);
  }
});

test("agreement with given clusters is the first thing, and rows that disagree are marked", async () => {
  const data = readFixture("penguins");
  const page = await open(data);
  // Straight after the title.
  expect(await page.locator("header > :nth-child(2)").textContent()).toMatch(/^\s*\d+ % of the rows lie nearest/);
  await page.getByLabel("Kind of row").selectOption("disagreeing");
  const count = data.comparison?.disagreeing?.length;
  expect(await page.getByRole("row").filter({ hasText: "disagrees" }).count()).toBe(count);
});

test("names from data are text, never markup", async () => {
  const data = readFixture("penguins");
  const page = await open(data, "#row=3");
  expect(await page.locator("h1").textContent()).toBe(data.title);
  expect(await page.locator("#explained-row").textContent()).toBe("Row <b>N4</b>");
  expect(await page.locator("img").count()).toBe(0);
  expect(await page.locator("main script").count()).toBe(0);
  await expect
    .poll(() => page.locator("svg text", { hasText: "<img src=x onerror=alert(1)>" }).count())
    .toBeGreaterThan(0);
  await expect
    .poll(() => page.locator("svg title", { hasText: "</script><script>alert(1)</script>" }).count())
    .toBeGreaterThan(0);
  // This row's cells are all missing.
  expect(await waterfall(page).locator("title", { hasText: "filled, was missing" }).count()).toBeGreaterThan(0);
});

test("tells that only some rows are embedded", async () => {
  const page = await open(readFixture("penguins"));
  expect(await page.getByText("The page holds 240 of the 344 rows").count()).toBe(1);
});

test("the bars of the waterfall sum to the evidence, drawn as they are described", async () => {
  const data = readFixture("wine");
  for (const index of [0, 60, 61, 120]) {
    const page = await open(data, `#row=${index}`);
    const { relevance, evidence } = await bars(page);
    expect(relevance).toHaveLength(data.columns.length);
    // Every figure is rounded to three digits.
    const rounding = relevance.reduce((sum, value) => sum + 0.005 * Math.abs(value), 0.005 * evidence);
    expect(Math.abs(relevance.reduce((a, b) => a + b, 0) - evidence)).toBeLessThanOrEqual(rounding);
    expect(Math.abs(evidence - (data.rows.evidence[index] ?? 0))).toBeLessThanOrEqual(0.005 * evidence);
    const last = waterfall(page).locator("rect[fill='var(--ink)']");
    const widths = await waterfall(page)
      .locator(
        "rect[fill='var(--for)'], rect[fill='var(--against)'], [fill='var(--for)'] rect, [fill='var(--against)'] rect",
      )
      .evaluateAll((rects) =>
        rects.map((rect) => Number(rect.getAttribute("width")) * (rect.closest("[fill='var(--against)']") ? -1 : 1)),
      );
    const total = await waterfall(page).locator("g[fill='var(--ink)'] rect").or(last).first().getAttribute("width");
    // In pixels; each edge is rounded by nothing but float64.
    expect(widths.reduce((a, b) => a + b, 0)).toBeCloseTo(Number(total), 3);
    await page.context().close();
  }
});

test("rows are chosen by keyboard, and the address remembers", async () => {
  const page = await open(readFixture("wine"), "#row=10");
  expect(await explained(page)).toBe("Row 10");
  const line = page.locator("tr[aria-selected='true']");
  await line.focus();
  await page.keyboard.press("ArrowDown");
  expect(await explained(page)).toBe("Row 11");
  await page.keyboard.press("PageDown");
  await page.keyboard.press("ArrowUp");
  const name = (await explained(page)) ?? "";
  expect(Number(name.replace("Row ", ""))).toBeGreaterThan(12);
  expect(await fragment(page)).toBe(`#row=${name.replace("Row ", "")}`);
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-selected"))).toBe("true");
  await page.keyboard.press("End");
  expect(await explained(page)).toBe("Row 177");
  await page.reload();
  await expect.poll(() => explained(page)).toBe("Row 177");
  await expect(page.locator("tr[aria-selected='true']").isVisible()).resolves.toBe(true);
});

test("every control is reached by the Tab key and has a name", async () => {
  const page = await open(readFixture("wine"));
  const nameless = await page.evaluate(() =>
    [...document.querySelectorAll("button, select, input, summary")]
      .filter((control) => {
        const labelled =
          control.getAttribute("aria-label") ??
          (control as HTMLInputElement).labels?.[0]?.textContent ??
          control.textContent;
        return (labelled ?? "").trim() === "" || (control as HTMLElement).tabIndex < 0;
      })
      .map((control) => control.outerHTML),
  );
  expect(nameless).toEqual([]);
});

test("a fragment restores row, competitor and stiffness; nonsense does no harm", async () => {
  const data = readFixture("wine");
  const other = [0, 1, 2].find((k) => k !== data.rows.cluster[60] && k !== data.rows.runnerUp[60]);
  const page = await open(data, `#row=60&against=${other}&beta=0.5`);
  expect(await explained(page)).toBe("Row 60");
  expect(await page.locator(".contrast select").inputValue()).toBe(String(other));
  await page.evaluate(() => {
    window.location.hash = "#row=12345&against=77&beta=x";
  });
  await expect.poll(() => page.locator(".contrast select").inputValue()).toBe("runner-up");
  expect(reports.complaints).toEqual([]);
});

test("another competitor is another explanation, and all of them another still", async () => {
  const data = readFixture("wine");
  const page = await open(data, "#row=60");
  const labels = new Set<string | null>();
  const other = [0, 1, 2].find((k) => k !== data.rows.cluster[60] && k !== data.rows.runnerUp[60]);
  for (const choice of ["runner-up", "all", String(other)]) {
    await page.locator(".contrast select").selectOption(choice);
    const { relevance, evidence } = await bars(page);
    const rounding = relevance.reduce((sum, value) => sum + 0.005 * Math.abs(value), 0.005 * evidence);
    expect(Math.abs(relevance.reduce((a, b) => a + b, 0) - evidence)).toBeLessThanOrEqual(rounding);
    labels.add(await waterfall(page).getAttribute("aria-label"));
    expect(await fragment(page)).toBe(choice === "runner-up" ? "#row=60" : `#row=60&against=${choice}`);
  }
  expect(labels.size).toBe(3);
});

test("β recomputes in the page, keeps the evidence, and tells whether the leading features change", async () => {
  const page = await open(readFixture("wholesale"), "#row=0");
  await page.locator("details").evaluate((details: HTMLDetailsElement) => {
    details.open = true;
  });
  const status = page.locator("details [role='status']");
  expect(await status.textContent()).toContain("three leading features stay");
  const slider = page.getByRole("slider");
  const set = (step: number) =>
    slider.evaluate((input: HTMLInputElement, value) => {
      input.value = String(value);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }, step);
  await set(120);
  const hard = await bars(page);
  await set(0);
  const soft = await bars(page);
  expect(soft.evidence).toBe(hard.evidence);
  expect(soft.relevance).not.toEqual(hard.relevance);
  expect(await page.locator(".contrast select").inputValue()).toBe("all");
  expect(await fragment(page)).toContain("beta=0");
  expect(await status.textContent()).toMatch(/three leading features (?:change|stay)/);
  await page.getByRole("button", { name: "as written" }).click();
  expect(await fragment(page)).not.toContain("beta");
});

test("near a boundary the page says so", async () => {
  const data = readFixture("wine");
  const smallest = data.rows.evidence.indexOf(Math.min(...data.rows.evidence));
  const page = await open(data, `#row=${smallest}`);
  expect(await page.locator(".sentence").textContent()).toContain("nearly a tie");
});

test("the map selects the row under the pointer", async () => {
  const data = readFixture("wine");
  const page = await open(data, "#row=0");
  const overlay = page.locator(".overlay");
  await overlay.scrollIntoViewIfNeeded();
  const dot = page.locator(".map svg [aria-label='dot']").first().locator("path, circle").nth(100);
  const box = await dot.boundingBox();
  const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
  await page.mouse.move(x, y);
  await expect.poll(() => explained(page)).not.toBe("Row 0");
  const hovered = await explained(page);
  expect(await fragment(page)).toBe("#row=0");
  await page.mouse.move(0, 0);
  await expect.poll(() => explained(page)).toBe("Row 0");
  await page.mouse.click(x, y);
  expect(await explained(page)).toBe(hovered);
  expect(await fragment(page)).toBe(`#row=${hovered?.replace("Row ", "")}`);
});

test("typical and borderline rows are one click away", async () => {
  const data = readFixture("wine");
  const page = await open(data);
  const row = data.rows.row[data.clusters[2]?.borderline[0] ?? 0];
  await page.getByRole("button", { name: `borderline: explain row ${row}`, exact: true }).click();
  expect(await explained(page)).toBe(`Row ${row}`);
  await expect(page.locator("#explained-row").isVisible()).resolves.toBe(true);
});

test("every chart is saved as SVG that stands alone and as CSV", async () => {
  const data = readFixture("wine");
  const page = await open(data, "#row=60", { acceptDownloads: true });
  const buttons = await page.getByRole("button", { name: /^Save .* as (?:SVG|CSV)$/ }).all();
  // Three clusters, the map, the row and the choice of k, twice each; the comparison and the listed rows as CSV.
  expect(buttons).toHaveLength(14);
  for (const [i, button] of buttons.entries()) {
    // A browser asks before the eleventh file of one visit.
    if (i === 7) await page.reload();
    const waiting = page.waitForEvent("download");
    await button.click();
    const saved = await waiting;
    const content = await readFile(await saved.path(), "utf8");
    if (saved.suggestedFilename().endsWith(".svg")) {
      expect(content).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
      expect(content).not.toMatch(/var\(|light-dark|currentColor/);
    } else {
      const [header = "", first = ""] = content.split("\r\n");
      expect(header.split(",").length).toBeGreaterThan(1);
      expect(first).not.toBe("");
    }
  }
});

test("a chart is saved in the same colours whatever the page is shown in", async () => {
  const saved: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await open(readFixture("wine"), "#row=60", { colorScheme });
    const waiting = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save the explanation of row 60 as SVG" }).click();
    saved.push(await readFile(await (await waiting).path(), "utf8"));
  }
  expect(saved[0]).toBe(saved[1]);
});

test("the saved explanation holds every column and sums to the evidence", async () => {
  const data = readFixture("cancer");
  const page = await open(data, `#row=${data.rows.row[1]}`);
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: /^Save the data of the explanation/ }).click();
  const [, ...lines] = (await readFile(await (await waiting).path(), "utf8")).trimEnd().split("\r\n");
  expect(lines).toHaveLength(data.columns.length);
  const sum = lines.reduce((total, line) => total + Number(line.split(",")[1]), 0);
  // Encoded values are embedded with seven digits.
  expect(sum).toBeCloseTo(data.rows.evidence[1] ?? Number.NaN, 3);
});

test.each([400, 1000, 1600])("nothing overflows sideways at %i pixels", async (width) => {
  for (const name of ["wine", "penguins", "wholesale"] as const) {
    const page = await open(readFixture(name), "", { viewport: { width, height: 900 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.context().close();
  }
});

test("follows the reader's colour scheme, switches on demand, and prints light", async () => {
  const page = await open(readFixture("wine"), "", { colorScheme: "dark" });
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  expect(await ground()).toBe("rgb(21, 23, 28)");
  await page.getByRole("button", { name: "Switch to light colours" }).click();
  expect(await ground()).toBe("rgb(255, 255, 255)");
  await page.getByRole("button", { name: "Switch to dark colours" }).click();
  await page.emulateMedia({ media: "print" });
  expect(await ground()).toBe("rgb(255, 255, 255)");
});

test("prints as a few white pages: no controls, nothing cut, charts drawn to the paper and back to the screen", async () => {
  // What Chromium leaves of A4 within the page's own margins.
  const paper = { width: 703, height: 1017 };
  for (const name of ["wine", "wholesale", "penguins"] as const) {
    const page = await open(readFixture(name), "", { colorScheme: "dark", viewport: { width: 1600, height: 900 } });
    const widths = () =>
      page.evaluate(() => [...document.querySelectorAll("main figure svg")].map((svg) => svg.getAttribute("width")));
    await page.evaluate(() => {
      window.addEventListener("beforeprint", () => {
        const printed = [...document.querySelectorAll("main figure svg")].map((svg) => svg.getAttribute("width"));
        document.documentElement.dataset.printed = printed.join();
      });
    });
    const onScreen = await widths();
    const pdf = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
    const pages = pdf.match(/\/Type ?\/Page\b/g)?.length ?? 0;
    // Four clusters share a page; the opening, the row and the settings take one each.
    expect(pages).toBeGreaterThanOrEqual(2);
    expect(pages).toBeLessThanOrEqual(3 + Math.ceil(readFixture(name).clusters.length / 4));
    const printed = await page.evaluate(() => document.documentElement.dataset.printed?.split(","));
    expect(printed).toHaveLength(onScreen.length);
    expect(new Set(printed)).toEqual(new Set(name === "wine" ? ["330", "390", "700", "480"] : ["330", "390", "700"]));
    expect(await widths()).toEqual(onScreen);

    await page.setViewportSize(paper);
    await page.emulateMedia({ media: "print" });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(paper.width);
    const controls = await page.locator("button:not(.link), select, input, summary, [role='grid']").all();
    expect(controls.length).toBeGreaterThan(10);
    for (const control of controls) expect(await control.isVisible()).toBe(false);
    expect(await page.locator("footer").isVisible()).toBe(true);
    for (const chart of await page.locator("main figure svg").all()) {
      // None is higher than a page, so none has to be broken.
      expect((await chart.boundingBox())?.height).toBeLessThan(paper.height);
    }
    await page.context().close();
  }
});

test("a row of another cluster than --target is asked why it is not there", async () => {
  const wine = readFixture("wine");
  const data = { ...wine, provenance: { ...wine.provenance, target: 2 } };
  const page = await open(data, `#row=${data.rows.cluster.indexOf(0)}`);
  expect(await page.locator(".contrast select").inputValue()).toBe("2");
  // Relevance is of cluster 2 everywhere, and the page does not call it what drives membership.
  expect(await page.locator("main").textContent()).toMatch(/What speaks for cluster 2 and what members look like/);
  expect(await page.locator("th").allTextContents()).toContain("evidence for 2");
  await page.locator(".contrast select").selectOption("runner-up");
  await page.reload();
  await expect.poll(() => page.locator(".contrast select").inputValue()).toBe("runner-up");
});

test("a cluster that --against leaves without a competitor says so instead of an empty chart", async () => {
  const wine = readFixture("wine");
  const alone = (index: number) => wine.rows.cluster[index] === 1;
  const rows = {
    ...wine.rows,
    evidence: wine.rows.evidence.map((value, i) => (alone(i) ? 0 : value)),
    runnerUp: wine.rows.runnerUp.map((other, i) => (alone(i) ? -1 : other)),
  };
  const clusters = wine.clusters.map((cluster) =>
    cluster.cluster === 1
      ? { ...cluster, meanRelevance: cluster.meanRelevance.map(() => 0), typical: [], borderline: [] }
      : cluster,
  );
  const page = await open({ ...wine, rows, clusters, provenance: { ...wine.provenance, against: [1] } });
  const card = page.locator("section[aria-labelledby=clusters] article").nth(1);
  expect(await card.textContent()).toContain("Nothing sets it apart: it has no competitor in --against.");
  expect(await card.locator("svg").count()).toBe(0);
  await page.getByLabel("Kind of row").selectOption("near-tie");
  expect(await page.locator("tr.line").count()).toBe(
    rows.evidence.filter((value, i) => !alone(i) && Math.abs(value) <= 0.1 * wine.meanEvidence).length,
  );
});

test("one cluster alone is shown without explanations", async () => {
  const wine = readFixture("wine");
  const rows = { ...wine.rows, cluster: wine.rows.cluster.map(() => 0), runnerUp: wine.rows.cluster.map(() => -1) };
  const data = { ...wine, rows, clusters: wine.clusters.slice(0, 1), centroids: wine.centroids.slice(0, 1) };
  const page = await open(data, "#row=3");
  expect(await page.locator("main").textContent()).toContain("nothing to contrast");
  expect(await page.locator("footer").count()).toBe(1);
});
