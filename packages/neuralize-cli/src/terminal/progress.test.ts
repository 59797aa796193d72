import { expect, test } from "vitest";
import { progressLine, progressOn } from "./progress.ts";

test("a line has the share done, the rate and the remaining time", () => {
  expect(progressLine("explaining rows", 1_200_000, 10_000_000, 2.5)).toBe(
    "explaining rows: 1,200,000 of 10,000,000 (12 %), 480,000/s, 19 s left",
  );
  expect(progressLine("rows", 10, 10_000, 10)).toBe("rows: 10 of 10,000 (0 %), 1/s, 2 h 47 min left");
  expect(progressLine("runs", 3, 10, 8)).toBe("runs: 3 of 10 (30 %), 0.4/s, 19 s left");
  expect(progressLine("iterations", 30, undefined, 2)).toBe("iterations: 30, 15/s");
  expect(progressLine("rows", 0, 10, 2)).toBe("rows: 0 of 10 (0 %), 0/s");
});

function onTerminal({ isTTY = true, quiet = false } = {}) {
  let time = 5000;
  const written: string[] = [];
  const terminal = { isTTY, write: (text: string) => written.push(text) };
  const progress = progressOn(terminal, quiet, () => time);
  const at = (milliseconds: number, done: number) => {
    time = 5000 + milliseconds;
    progress.advance(done);
  };
  return { progress, at, written };
}

test("nothing is drawn in the first second, then at most ten times a second, and the line is cleared", () => {
  const { progress, at, written } = onTerminal();
  progress.stage("rows", 100);
  at(999, 10);
  expect(written).toEqual([]);
  at(1000, 20);
  at(1050, 21);
  at(1100, 22);
  expect(written).toEqual([
    "\r\u001b[Krows: 20 of 100 (20 %), 20/s, 4 s left",
    "\r\u001b[Krows: 22 of 100 (22 %), 20/s, 4 s left",
  ]);
  progress.finish();
  expect(written.at(-1)).toBe("\r\u001b[K");
  progress.finish();
  expect(written).toHaveLength(3);
});

test("nothing is drawn where there is no terminal, or with --quiet", () => {
  for (const options of [{ isTTY: false }, { quiet: true }]) {
    const { progress, at, written } = onTerminal(options);
    progress.stage("rows", 100);
    at(5000, 50);
    progress.finish();
    expect(written).toEqual([]);
  }
});

test("a stage that cannot count shows how long it has taken, until it counts or ends", () => {
  let time = 0;
  let tick = (): void => {};
  const written: string[] = [];
  const terminal = { isTTY: true, write: (text: string) => written.push(text) };
  const progress = progressOn(
    terminal,
    false,
    () => time,
    (callback) => {
      tick = callback;
      return () => {
        tick = () => {};
      };
    },
  );
  progress.stage("profiling columns");
  time = 999;
  tick();
  expect(written).toEqual([]);
  time = 3000;
  tick();
  expect(written).toEqual(["\r\u001b[Kprofiling columns: 3 s"]);
  progress.advance(6);
  time = 4000;
  tick();
  expect(written).toEqual(["\r\u001b[Kprofiling columns: 3 s"]);
  progress.finish();
  tick();
  expect(written.at(-1)).toBe("\r\u001b[K");
  expect(written).toHaveLength(2);
});
