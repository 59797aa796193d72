// Fitting on the engine against scikit-learn's KMeans: 100 000 × 50, k = 20, the same seeding, restarts and tolerance.
// The peer runs in BENCH_PYTHON (default python3) and is left out where scikit-learn is not installed.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as ort from "onnxruntime-node";
import { engine } from "../packages/neuralize/src/engine.ts";
import { engineDistances } from "../packages/neuralize/src/fit/engine-distances.ts";
import { fitKMeans } from "../packages/neuralize/src/fit/fit-kmeans.ts";
import { randomFrom } from "../packages/neuralize/src/fit/random.ts";
import { machine, machineLine } from "./machine.ts";
import { normalMatrix } from "./normal-matrix.ts";
import { publish, table } from "./results.ts";
import { secondsOf, type Timing, timingOf } from "./timing.ts";

const rows = 100_000;
const columns = 50;
const k = 20;
const threads = 2;
const repeats = 3;

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

const peerProgram = `
import json, sys, time
import numpy as np
from sklearn import __version__
from sklearn.cluster import KMeans
x = np.fromfile(sys.argv[1], np.float32).reshape(${rows}, ${columns})
for restarts in json.loads(sys.argv[2]):
    seconds = []
    for _ in range(${repeats}):
        start = time.perf_counter()
        fit = KMeans(${k}, init="k-means++", n_init=restarts, tol=1e-4, max_iter=300, random_state=0).fit(x)
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"restarts": restarts, "version": __version__, "seconds": seconds, "inertia": float(fit.inertia_)}))
`;

function peer(points: Float32Array, restarts: readonly number[]): ReadonlyMap<number, Fitted & { version: string }> {
  const folder = mkdtempSync(join(tmpdir(), "bench-fit-"));
  try {
    writeFileSync(join(folder, "x.f32"), points);
    const printed = execFileSync(
      process.env.BENCH_PYTHON ?? "python3",
      ["-c", peerProgram, join(folder, "x.f32"), JSON.stringify(restarts)],
      { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, OMP_NUM_THREADS: `${threads}` } },
    );
    const fits = printed
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    return new Map(fits.map((fit) => [fit.restarts, { ...fit, seconds: timingOf(fit.seconds) }]));
  } catch {
    return new Map();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function ours(points: Float32Array, restarts: number): Promise<Fitted> {
  const native = engine(ort, "onnxruntime-node (CPU)", { intraOpNumThreads: threads });
  const seconds: number[] = [];
  let inertia = Number.NaN;
  for (let repeat = 0; repeat < repeats; repeat++) {
    seconds.push(
      await secondsOf(async () => {
        const distances = await engineDistances(native, columns);
        const fit = await fitKMeans({ data: points, rows, columns }, { k, restarts, distances: distances.bind });
        inertia = fit.inertia;
        await distances.close();
      }),
    );
  }
  return { seconds: timingOf(seconds), inertia };
}

const points = overlappingClusters();
const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1, 10];
const peers = peer(points, counts);
const measured: { readonly restarts: number; readonly ours: Fitted; readonly peer: Fitted | undefined }[] = [];
for (const restarts of counts) {
  measured.push({ restarts, ours: await ours(points, restarts), peer: peers.get(restarts) });
}

const seconds = (fitted: Fitted | undefined): string => fitted?.seconds.median.toFixed(2) ?? "–";
const here = machine();
const version = [...peers.values()][0]?.version;
await publish(
  "fit",
  { machine: here, rows, columns, k, threads, repeats, scikitLearn: version, measured },
  `Fitting ${rows} × ${columns}, k = ${k}, on onnxruntime-node with ${threads} threads against scikit-learn ${version ?? "(not installed)"};
median seconds of ${repeats} fits. ${machineLine(here)}.

${table(
  ["restarts", "neuralize", "scikit-learn", "times", "inertia against scikit-learn's"],
  measured.map(({ restarts, ours, peer }) => [
    restarts,
    seconds(ours),
    seconds(peer),
    peer ? (ours.seconds.median / peer.seconds.median).toFixed(2) : "–",
    peer ? `${(100 * (ours.inertia / peer.inertia - 1)).toFixed(2)} %` : "–",
  ]),
)}`,
);
