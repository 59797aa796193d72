import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** A headless Chromium: the one that CHROMIUM names, else /usr/bin/chromium. */
export async function launchChromium(args: readonly string[] = []): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) {
    throw new Error(`The browser tests need Chromium, and ${executablePath} does not exist: set CHROMIUM to its path.`);
  }
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--no-first-run", "--disable-background-networking", ...args],
  });
}

/** Arguments that offer a WebGPU adapter in software, so that no GPU is needed. */
export const softwareGpu = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"];
