import type { Engine } from "../engine.ts";
import { encode } from "../onnx/encode.ts";
import type { NamedGraph } from "./names.ts";
import type { LoadedModel } from "./run-points.ts";

/** Models that are loaded when they are first needed, and kept. */
export interface KeptModels {
  /** The model of this key; `make` is called only the first time. @throws ENGINE_FAILED and those of `make` */
  readonly get: (key: string, make: () => NamedGraph) => Promise<LoadedModel>;
  readonly close: () => Promise<void>;
}

export function keepModels(engine: Engine): KeptModels {
  const kept = new Map<string, Promise<LoadedModel>>();
  const load = async (make: () => NamedGraph): Promise<LoadedModel> => {
    const { graph, ...names } = make();
    return { session: await engine.load(encode(graph)), ...names };
  };
  return {
    get: async (key, make) => {
      const loading = kept.get(key) ?? load(make);
      kept.set(key, loading);
      try {
        return await loading;
      } catch (error) {
        kept.delete(key);
        throw error;
      }
    },
    close: async () => {
      const loaded = await Promise.allSettled(kept.values());
      kept.clear();
      for (const each of loaded) if (each.status === "fulfilled") await each.value.session.close();
    },
  };
}
