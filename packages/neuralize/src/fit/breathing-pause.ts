const LONGEST_BREATH_MS = 50;

/**
 * Returns a function to be awaited often in a long computation: every 50 ms it lets timers, signals, messages and
 * painting have their turn, otherwise it returns at once.
 */
export const breathingPause = (): (() => Promise<void>) => {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < LONGEST_BREATH_MS) return;
    await new Promise<void>((resume) => setTimeout(resume, 0));
    last = performance.now();
  };
};
