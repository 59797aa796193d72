/** Wall times in seconds. */
export interface Timing {
  readonly median: number;
  readonly least: number;
}

export const timingOf = (seconds: readonly number[]): Timing => {
  const sorted = [...seconds].sort((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN, least: sorted[0] ?? Number.NaN };
};

export async function secondsOf(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return (performance.now() - start) / 1000;
}

/**
 * Wall times of several actions, each run once to warm up and then `repeats` times in turn, so that whatever else the
 * machine does meets all of them; in turn for at least so many seconds, where a single run takes milliseconds.
 */
export async function timeInTurn<Name extends string>(
  actions: Readonly<Record<Name, () => Promise<unknown>>>,
  repeats: number,
  atLeast = 0,
): Promise<Readonly<Record<Name, Timing>>> {
  const entries = Object.entries(actions) as [Name, () => Promise<unknown>][];
  const seconds = new Map<Name, number[]>(entries.map(([name]) => [name, []]));
  for (const [, action] of entries) await action();
  const start = performance.now();
  for (let repeat = 0; repeat < repeats || performance.now() - start < atLeast * 1000; repeat++) {
    for (const [name, action] of entries) seconds.get(name)?.push(await secondsOf(action));
  }
  return Object.fromEntries(entries.map(([name]) => [name, timingOf(seconds.get(name) ?? [])])) as Record<Name, Timing>;
}
