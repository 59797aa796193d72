import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";
import { viteSingleFile } from "vite-plugin-singlefile";
import { imageReport, shapes } from "./fixtures/image-report.ts";
import { embedReport } from "./src/embed.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  plugins: [
    svelte({ configFile: false, compilerOptions: { runes: true } }),
    viteSingleFile({ removeViteModuleLoader: true }),
    contentSecurityPolicy(),
    fixtureWhileDeveloping(),
  ],
  resolve: { alias: { neuralize: path("../neuralize/src/index.ts") } },
  build: {
    target: "es2022",
    // The browsers that know light-dark(): rewritten for older ones, it would be resolved once for the whole page.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: false,
    reportCompressedSize: false,
  },
});

/**
 * Allows the page its own script, by hash, and nothing else that runs or loads. Styles stay 'unsafe-inline', because
 * charts carry style elements of their own; styles can load nothing under this policy.
 */
function contentSecurityPolicy(): Plugin {
  return {
    name: "content-security-policy",
    apply: "build",
    enforce: "post",
    generateBundle: {
      // After the script has been inlined.
      order: "post",
      handler(_, bundle) {
        const page = bundle["index.html"];
        if (page?.type !== "asset" || typeof page.source !== "string") throw new Error("index.html was not built");
        const scripts = [...page.source.matchAll(/<script type="module"[^>]*>([\s\S]*?)<\/script>/g)];
        if (scripts.length !== 1) throw new Error(`expected one script in index.html, found ${scripts.length}`);
        const hash = createHash("sha256")
          .update(scripts[0]?.[1] ?? "")
          .digest("base64");
        const policy = [
          "default-src 'none'",
          `script-src 'sha256-${hash}'`,
          "style-src 'unsafe-inline'",
          "img-src data: blob:",
          "base-uri 'none'",
          "form-action 'none'",
        ].join("; ");
        page.source = page.source.replace(
          /(<meta charset="utf-8" \/>)/i,
          (charset) => `${charset}\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`,
        );
        if (!page.source.includes(policy)) throw new Error("index.html has no place for its content security policy");
      },
    },
  };
}

/** `npm run dev` shows the fixture named by FIXTURE: a table, "images", or a file with the data of a report. */
function fixtureWhileDeveloping(): Plugin {
  const { FIXTURE: name = "wine" } = process.env;
  const file = name.includes("/") ? name : path(`fixtures/${name}.json`);
  return {
    name: "fixture-while-developing",
    apply: "serve",
    transformIndexHtml: (html) =>
      embedReport(html, name === "images" ? imageReport(shapes) : JSON.parse(readFileSync(file, "utf8"))),
  };
}
