import { cpus, totalmem } from "node:os";
import { env } from "onnxruntime-node";

/** Where a figure was measured. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  readonly onnxruntime: string;
}

export const machine = (): Machine => ({
  processor: cpus()[0]?.model.trim() ?? "unknown",
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  onnxruntime: env.versions.node ?? "unknown",
});

export const machineLine = ({ processor, cores, memoryGiB, node, onnxruntime }: Machine): string =>
  `${processor}, ${cores} cores, ${memoryGiB} GiB, Node ${node}, onnxruntime ${onnxruntime}`;
