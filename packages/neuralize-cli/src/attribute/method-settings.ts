import { usage } from "../errors/messages.ts";

/** Every method of `attribute`. */
export const methods = [
  "lrp",
  "gradient",
  "input_x_gradient",
  "smoothgrad",
  "integrated_gradients",
  "occlusion",
  "shapley",
] as const;

export type Method = (typeof methods)[number];

const propagating: readonly Method[] = ["lrp", "gradient", "input_x_gradient", "smoothgrad", "integrated_gradients"];
const withRules: readonly Method[] = ["lrp", "smoothgrad", "integrated_gradients"];

/** Which methods an option belongs to, by its name in `AttributeOptions`; those that are not listed belong to all. */
const belongsTo: Readonly<Record<string, { readonly option: string; readonly methods: readonly Method[] }>> = {
  composite: { option: "--composite", methods: withRules },
  set: { option: "--set", methods: withRules },
  canonizers: { option: "--canonizers", methods: withRules },
  initialRelevance: { option: "--initial-relevance", methods: propagating },
  to: { option: "--to", methods: ["lrp", "gradient"] },
  steps: { option: "--steps", methods: ["integrated_gradients"] },
  noise: { option: "--noise", methods: ["smoothgrad"] },
  samples: { option: "--samples", methods: ["smoothgrad", "shapley"] },
  baseline: { option: "--baseline", methods: ["integrated_gradients", "shapley"] },
  window: { option: "--window", methods: ["occlusion"] },
  stride: { option: "--stride", methods: ["occlusion"] },
  fill: { option: "--fill", methods: ["occlusion"] },
  occlude: { option: "--occlude", methods: ["occlusion"] },
  conservation: { option: "--conservation", methods: ["lrp"] },
};

/** Refuses settings that the method would ignore. @throws USAGE */
export function checkSettings(method: Method, options: object): void {
  for (const [name, value] of Object.entries(options)) {
    const owner = value === undefined ? undefined : belongsTo[name];
    if (owner !== undefined && !owner.methods.includes(method))
      throw usage(`${owner.option} belongs to --method ${owner.methods.join(" or ")}; the method is ${method}.`);
  }
}
