import { NeuralizeError } from "./error.ts";

// One exported function per error, so that a bundle contains only the messages that it can show.

/** A matrix whose buffer does not have rows × columns entries. */
export const matrixShape = (name: string, rows: number, columns: number, length: number) =>
  new NeuralizeError(
    "MATRIX_SHAPE",
    `${name} claims ${rows} × ${columns} values but its buffer has ${length}. Pass rows and columns that multiply to the buffer's length.`,
  );

/** Two matrices whose widths must agree. */
export const widthMismatch = (name: string, columns: number, expected: number) =>
  new NeuralizeError(
    "WIDTH_MISMATCH",
    `${name} has ${columns} columns but the centroids have ${expected}. Both must live in the same space.`,
  );

/** NaN or ±Infinity where a finite number is needed. */
export const notFinite = (name: string, row: number, column: number, value: number) =>
  new NeuralizeError(
    "NOT_FINITE",
    `${name} contains ${value} at row ${row}, column ${column} (from 0). Fill or drop such values before clustering.`,
  );

/** A clustering with fewer than two centroids. */
export const nothingToContrast = (clusters: number) =>
  new NeuralizeError(
    "NOTHING_TO_CONTRAST",
    `There ${clusters === 1 ? "is one cluster" : `are ${clusters} clusters`}: an assignment is explained against its competitors, so at least two are needed.`,
  );

/** A cluster number outside 0..K-1. */
export const noSuchCluster = (cluster: number, clusters: number) =>
  new NeuralizeError(
    "NO_SUCH_CLUSTER",
    `There is no cluster ${cluster}; clusters are numbered from 0 to ${clusters - 1}.`,
  );
