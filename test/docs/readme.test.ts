import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { compositeFromJson, type KMeansExplanation, type Session } from "neuralize";
import { expect, test } from "vitest";
import { networkAtHand } from "./network-at-hand.ts";
import { documentText, root, runSnippets } from "./snippets.ts";

test("the library's snippets run one after the other", async () => {
  const names = ["cluster", "evidence", "relevance", "session", "why", "explainer", "attributor"];
  const readme = (await runSnippets("README.md", names, networkAtHand)) as unknown as KMeansExplanation & {
    readonly session: Session;
    readonly why: { readonly relevance: { readonly dims: readonly number[]; readonly data: Float32Array } };
    readonly explainer: Uint8Array;
    readonly attributor: { close(): Promise<void> };
  };
  const { cluster, evidence, relevance, session, why, explainer, attributor } = readme;
  expect(new Set(cluster.slice(0, 2))).not.toEqual(new Set(cluster.slice(2)));
  // float64 on small numbers.
  evidence.forEach((value, row) => {
    expect((relevance.data[2 * row] ?? 0) + (relevance.data[2 * row + 1] ?? 0)).toBeCloseTo(value, 10);
  });
  expect(session.outputs).toEqual(["cluster", "runner_up", "discriminants", "evidence", "relevance"]);
  expect(why.relevance.dims).toEqual([1, 3, 16, 16]);
  expect(why.relevance.data.some((value) => value !== 0)).toBe(true);
  expect(explainer.length).toBeGreaterThan(0);
  await Promise.all([session.close(), attributor.close()]);
});

test("the composite as JSON is one", () => {
  const [, json = ""] = /```json composite\n([\s\S]*?)```/.exec(documentText("README.md")) ?? [];
  expect(() => compositeFromJson(JSON.parse(json))).not.toThrow();
});

test.each([
  "README.md",
  "docs/guide.md",
  "docs/operators.md",
  "docs/zennit.md",
  "docs/files.md",
  "docs/preprocessing.md",
])("%s: what its links point to exists", (document) => {
  const links = [...documentText(document).matchAll(/\]\(([^)#:\s]+)[^)\s]*\)/g)].map(([, link = ""]) => link);
  const missing = links.filter((link) => !existsSync(join(root, dirname(document), link)));
  expect(missing).toEqual([]);
});
