import { spawn } from "node:child_process";

const openers: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** Opens a file with the system's own program for it, and does not wait; a desktop without one is no error. */
export function openFile(path: string): void {
  const [program = "xdg-open", ...words] = openers[process.platform] ?? ["xdg-open"];
  spawn(program, [...words, path], { detached: true, stdio: "ignore" })
    .on("error", () => process.stderr.write(`No program was found to open ${path}.\n`))
    .unref();
}
