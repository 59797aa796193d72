import { type CheckedClustering, type ClusteringMatch, type Engine, type Graph, runClusteringCheck } from "neuralize";

/** Runs a match's numeric check on an engine, each model in a session of its own. @throws NeuralizeError ENGINE_FAILED */
export const proveMatch = (match: ClusteringMatch, graph: Graph, engine: Engine): Promise<CheckedClustering> =>
  runClusteringCheck(match, graph, async (model, feeds) => {
    const session = await engine.load(model);
    try {
      return await session.run(feeds);
    } finally {
      await session.close();
    }
  });
