import { mount } from "svelte";
import { parseReport } from "./data/parse-report.ts";
import type { PageData } from "./embed.ts";
import ImagePage from "./ImagePage.svelte";
import Page from "./Page.svelte";
import Unreadable from "./parts/Unreadable.svelte";
import { paletteProperties } from "./theme/palette.ts";

const target = document.getElementById("page") ?? document.body;
for (const [name, value] of paletteProperties()) document.documentElement.style.setProperty(name, value);

let data: PageData | undefined;
try {
  data = parseReport(document.getElementById("report-data")?.textContent ?? "");
} catch (error) {
  mount(Unreadable, { target, props: { reason: error instanceof Error ? error.message : String(error) } });
}
if (data !== undefined) {
  document.title = `${data.title} in ${data.clusters.length} clusters`;
  if (data.kind === "table") mount(Page, { target, props: { data } });
  else mount(ImagePage, { target, props: { data } });
}
