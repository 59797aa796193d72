import { encode, input, type OnnxRuntime, ops } from "neuralize";

/**
 * Opens a session that nobody closes: the GPU's context, with every shader compiled in it, ends with its last session,
 * and a GPU in software takes seconds to compile those of one explainer.
 */
export async function keepShaders({ InferenceSession }: OnnxRuntime): Promise<void> {
  const x = input("x", "float32", ["N"]);
  await InferenceSession.create(encode({ inputs: [x], outputs: { y: ops.neg(x) } }), {
    executionProviders: ["webgpu"],
  });
}
