// Fitting on the engine against scikit-learn's KMeans: 100 000 × 50, k = 20, the same seeding, restarts and tolerance.
// The peer runs in BENCH_PYTHON (default python3) and is left out where scikit-learn is not installed.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { engineDistances } from "../packages/neuralize/src/fit/engine-distances.ts";
import { fitKMeans } from "../packages/neuralize/src/fit/fit-kmeans.ts";
import { randomFrom } from "../packages/neuralize/src/fit/random.ts";
import { openEngine } from "../packages/neuralize-cli/src/engines/open-engine.ts";
import { machine, machineLine } from "./machine.ts";
import { normalMatrix } from "./normal-matrix.ts";
import { publish, table } from "./results.ts";
import { secondsOf, type Timing, timingOf } from "./timing.ts";

const rows = 100_000;
const columns = 50;
const k = 20;
const threads = 2;
const repeats = 5;

/** Points round 30 centres, so that clusters overlap and no choice of 20 is plain. */
function overlappingClusters(): Float32Array<ArrayBuffer> {
  const centres = normalMatrix(30, columns, 1);
  const points = normalMatrix(rows, columns, 2);
  const random = randomFrom(3);
  for (let n = 0; n < rows; n++) {
    const centre = Math.floor(random() * 30) * columns;
    for (let i = 0; i < columns; i++) {
      points[n * columns + i] = (points[n * columns + i] as number) + (centres[centre + i] as number);
    }
  }
  return points;
}

interface Fitted {
  readonly seconds: Timing;
  readonly inertia: number;
}

/** One fit: wall seconds and inertia. */
type FitOnce = (restarts: number) => Promise<{ readonly seconds: number; readonly inertia: number }>;

// Answers a line with the number of restarts by a line with the fit.
const peerProgram = `
import json, sys, time
import numpy as np
from sklearn import __version__
from sklearn.cluster import KMeans
x = np.fromfile(sys.argv[1], np.float32).reshape(${rows}, ${columns})
print(json.dumps(__version__), flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    fit = KMeans(${k}, init="k-means++", n_init=int(line), tol=1e-4, max_iter=300, random_state=0).fit(x)
    print(json.dumps({"seconds": time.perf_counter() - start, "inertia": float(fit.inertia_)}), flush=True)
`;

interface Peer {
  readonly version: string;
  readonly fitOnce: FitOnce;
  close(): void;
}

/** Starts scikit-learn; undefined where there is none. */
async function startPeer(points: Float32Array): Promise<Peer | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "bench-fit-"));
  const file = join(folder, "x.f32");
  writeFileSync(file, points);
  const python = spawn(process.env.BENCH_PYTHON ?? "python3", ["-c", peerProgram, file], {
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...process.env, OMP_NUM_THREADS: `${threads}` },
  });
  const lines = createInterface({ input: python.stdout });
  python.on("error", () => lines.close());
  const answers = lines[Symbol.asyncIterator]();
  const first = await answers.next();
  rmSync(folder, { recursive: true });
  if (first.done) return undefined;
  return {
    version: JSON.parse(first.value),
    fitOnce: async (restarts) => {
      python.stdin.write(`${restarts}\n`);
      const { done, value } = await answers.next();
      if (done) throw new Error("scikit-learn ended in the middle of a fit");
      return JSON.parse(value);
    },
    close: () => python.stdin.end(),
  };
}

const native = await openEngine("native", { threads });
const ours: FitOnce = async (restarts) => {
  let inertia = Number.NaN;
  const seconds = await secondsOf(async () => {
    const distances = await engineDistances(native, columns);
    const fit = await fitKMeans({ data: points, rows, columns }, { k, restarts, distances: distances.bind });
    inertia = fit.inertia;
    await distances.close();
  });
  return { seconds, inertia };
};

/** Fits by all in turn, so that whatever else the machine does meets all of them; the first round warms up. */
async function inTurn<Name extends string>(
  restarts: number,
  fits: Readonly<Record<Name, FitOnce>>,
): Promise<Readonly<Partial<Record<Name, Fitted>>>> {
  const seen = new Map<Name, { seconds: number[]; inertia: number }>();
  for (let round = 0; round <= repeats; round++) {
    for (const [name, fitOnce] of Object.entries(fits) as [Name, FitOnce][]) {
      const { seconds, inertia } = await fitOnce(restarts);
      seen.set(name, { seconds: round === 0 ? [] : [...(seen.get(name)?.seconds ?? []), seconds], inertia });
    }
  }
  const timed = [...seen].map(([name, { seconds, inertia }]) => [name, { seconds: timingOf(seconds), inertia }]);
  return Object.fromEntries(timed) as Partial<Record<Name, Fitted>>;
}

const points = overlappingClusters();
const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1, 10];
const peer = await startPeer(points);
const fits: Readonly<Record<string, FitOnce>> = peer ? { ours, peer: peer.fitOnce } : { ours };
const measured: { readonly restarts: number; readonly ours?: Fitted; readonly peer?: Fitted }[] = [];
for (const restarts of counts) measured.push({ restarts, ...(await inTurn(restarts, fits)) });
peer?.close();

const seconds = (fitted: Fitted | undefined): string =>
  fitted ? `${fitted.seconds.median.toFixed(2)} (${fitted.seconds.least.toFixed(2)})` : "–";
const here = machine();
await publish(
  "fit",
  { machine: here, rows, columns, k, threads, repeats, scikitLearn: peer?.version, measured },
  `Fitting ${rows} × ${columns}, k = ${k}, on onnxruntime-node with ${threads} threads against scikit-learn ${peer?.version ?? "(not installed)"};
seconds of ${repeats} fits in turn, median (least). ${machineLine(here)}.

${table(
  ["restarts", "neuralize", "scikit-learn", "times", "inertia against scikit-learn's"],
  measured.map(({ restarts, ours, peer }) => [
    restarts,
    seconds(ours),
    seconds(peer),
    ours && peer ? (ours.seconds.median / peer.seconds.median).toFixed(2) : "–",
    ours && peer ? `${(100 * (ours.inertia / peer.inertia - 1)).toFixed(2)} %` : "–",
  ]),
)}`,
);
