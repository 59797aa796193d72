import { engineFailed } from "./errors/messages.ts";

/** What travels between the library and a runtime: `data` row-major, as long as the product of `dims`. */
export interface EngineTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: unknown;
}

/** A session as onnxruntime-common has it. */
interface RuntimeSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  // Methods, so that the runtime's narrower parameter types are accepted.
  run(feeds: object, fetches?: object): Promise<object>;
  release(): Promise<void>;
}

/** The part of onnxruntime-common that is used; onnxruntime-node and -web of any version have it. */
export interface OnnxRuntime {
  readonly InferenceSession: { create(model: Uint8Array, options?: object): Promise<RuntimeSession> };
  // The tensor constructor has an overload per element type, of which no common supertype exists.
  readonly Tensor: abstract new (
    ...parameters: never
  ) => object;
}

type MakeTensor = new (type: string, data: TensorData, dims: readonly number[]) => object;

export type TensorData = Float32Array | Float64Array | BigInt64Array | Int32Array | Uint8Array | readonly string[];

export interface Feed {
  readonly type: "float32" | "float64" | "int64" | "int32" | "uint8" | "bool" | "string";
  readonly dims: readonly number[];
  readonly data: TensorData;
}

/** A loaded model. Keep it: sessions are expensive to load and leak a little when reloaded. */
export interface Session {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Runs the model; only the outputs named in `fetch` are computed (default: all). */
  run(
    feeds: Readonly<Record<string, Feed>>,
    fetch?: readonly string[],
  ): Promise<Readonly<Record<string, EngineTensor>>>;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** Options of InferenceSession.create, e.g. { executionProviders: ["webgpu"], intraOpNumThreads: 2 }. */
  readonly [option: string]: unknown;
}

/** A runtime that loads ONNX models. */
export interface Engine {
  readonly name: string;
  load(model: Uint8Array, options?: SessionOptions): Promise<Session>;
}

/** Of every session, unless its own options say otherwise. */
const sessionDefaults = {
  // Warnings are not for the user of an explainer, and errors are thrown: the runtime itself writes nothing.
  logSeverityLevel: 4,
  // A block laid out for all tensors of a run would be kept beside the memory of the first run, and explainers hold many.
  enableMemPattern: false,
};

/**
 * Wraps an onnxruntime module that the application already has: onnxruntime-node or onnxruntime-web, any version.
 * @param name how reports call it, e.g. "onnxruntime-node (CPU)".
 * @throws (on load and run) NeuralizeError ENGINE_FAILED with the runtime's own message.
 */
export function engine(ort: OnnxRuntime, name = "onnxruntime", defaults: SessionOptions = {}): Engine {
  return {
    name,
    load: async (model, options = {}) => {
      const session = await attempt("load the model", () =>
        ort.InferenceSession.create(model, { ...sessionDefaults, ...defaults, ...options }),
      );
      return {
        inputs: session.inputNames,
        outputs: session.outputNames,
        run: (feeds, fetch) =>
          attempt("run the model", async () => {
            const Tensor = ort.Tensor as unknown as MakeTensor;
            const tensors = Object.fromEntries(
              Object.entries(feeds).map(([key, { type, data, dims }]) => [key, new Tensor(type, data, dims)]),
            );
            const results = await (fetch === undefined ? session.run(tensors) : session.run(tensors, fetch));
            return results as Readonly<Record<string, EngineTensor>>;
          }),
        close: () => session.release(),
      };
    },
  };
}

async function attempt<T>(what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw engineFailed(what, cause);
  }
}
