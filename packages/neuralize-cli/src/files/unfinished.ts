import { rmSync } from "node:fs";

const unfinished = new Set<string>();
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

function removeAll() {
  for (const path of unfinished) {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // The process is ending: there is nobody left to tell, and the other paths still have to go.
    }
  }
  unfinished.clear();
}

function onSignal(signal: NodeJS.Signals) {
  removeAll();
  // Die of the signal itself, so that the shell sees an interrupted command.
  stopWatching();
  process.kill(process.pid, signal);
}

function startWatching() {
  process.on("exit", removeAll);
  for (const signal of signals) process.on(signal, onSignal);
}

function stopWatching() {
  process.off("exit", removeAll);
  for (const signal of signals) process.off(signal, onSignal);
}

/**
 * Marks a file or folder as unfinished: it is removed if the process ends, by itself, by an error or by Ctrl-C, before
 * the returned function has been called.
 */
export function markUnfinished(path: string): () => void {
  if (unfinished.size === 0) startWatching();
  unfinished.add(path);
  return () => {
    if (unfinished.delete(path) && unfinished.size === 0) stopWatching();
  };
}
