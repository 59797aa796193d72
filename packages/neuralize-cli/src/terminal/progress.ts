/** Tells how far long work has come: on a terminal after the first second, nowhere else. */
export interface Progress {
  /** Begins a stage of `total` units (undefined: unknown), named by what is being done: "explaining rows". */
  readonly stage: (name: string, total?: number) => void;
  /** Units done since the stage began. */
  readonly advance: (done: number) => void;
  readonly finish: () => void;
}

export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const redrawEvery = 100;
const quietFor = 1000;

/** Calls back every second until told to stop; does not keep the process alive. */
export type Ticker = (tick: () => void) => () => void;

const everySecond: Ticker = (tick) => {
  const timer = setInterval(tick, quietFor).unref();
  return () => clearInterval(timer);
};

/**
 * @param terminal where to draw, usually stderr; nothing is drawn unless it is a terminal
 * @param now milliseconds of a clock
 * @param ticker drives the stages that cannot count what they do: they show their name and how long they have taken
 */
export function progressOn(
  terminal: Terminal,
  quiet: boolean,
  now: () => number = () => performance.now(),
  ticker: Ticker = everySecond,
): Progress {
  if (quiet || terminal.isTTY !== true) return { stage: () => {}, advance: () => {}, finish: () => {} };
  let name = "";
  let total: number | undefined;
  let began = now();
  let drawn = 0;
  let counted = false;
  let stop = (): void => {};
  const draw = (line: string): void => {
    drawn = now();
    terminal.write(`\r\u001b[K${line}`);
  };
  const clear = (): void => {
    stop();
    if (drawn > 0) terminal.write("\r\u001b[K");
    drawn = 0;
  };
  return {
    stage: (next, units) => {
      clear();
      name = next;
      total = units;
      began = now();
      counted = false;
      stop = ticker(() => {
        const elapsed = now() - began;
        if (!counted && elapsed >= quietFor) draw(`${name}: ${duration(elapsed / 1000)}`);
      });
    },
    advance: (done) => {
      const elapsed = now() - began;
      counted = true;
      if (elapsed < quietFor || (drawn > 0 && now() - drawn < redrawEvery)) return;
      draw(progressLine(name, done, total, elapsed / 1000));
    },
    finish: clear,
  };
}

/** "explaining rows: 1,200,000 of 10,000,000 (12 %), 480,000/s, 18 s left" */
export function progressLine(name: string, done: number, total: number | undefined, seconds: number): string {
  const count = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
  const slow = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
  const rate = done / seconds;
  const speed = `${(rate < 9.95 ? slow : count).format(rate)}/s`;
  if (total === undefined || total === 0) return `${name}: ${count.format(done)}, ${speed}`;
  const left = rate > 0 ? `, ${duration((total - done) / rate)} left` : "";
  return `${name}: ${count.format(done)} of ${count.format(total)} (${Math.floor((100 * done) / total)} %), ${speed}${left}`;
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
