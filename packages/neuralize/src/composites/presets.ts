import type { ParameterRole } from "../graph/value.ts";
import { alphaBeta } from "../rules/alpha-beta.ts";
import { epsilon as epsilonRule } from "../rules/epsilon.ts";
import { flat } from "../rules/flat.ts";
import { gamma as gammaRule } from "../rules/gamma.ts";
import { norm } from "../rules/norm.ts";
import { pass } from "../rules/pass.ts";
import { reluBetaSmooth, reluDeconvnet, reluGuidedBackprop } from "../rules/relu-rules.ts";
import type { Stabilizer } from "../rules/stabilizer.ts";
import { type Bound, zbox } from "../rules/zbox.ts";
import { zplus } from "../rules/zplus.ts";
import type { LayerMap } from "./composite.ts";
import { given, type ReadParameter, type RequireParameter } from "./named-rules.ts";
import type { LayerMaps } from "./to-json.ts";

interface PresetOptions {
  /** Stabiliser of the ε rule; default 1e-6. */
  readonly epsilon?: Stabilizer;
  /** Stabiliser of all other rules; default 1e-6. */
  readonly stabilizer?: Stabilizer;
  /** Parameters that count as zero in the rules of convolutions and linear layers. */
  readonly zeroParameters?: readonly ParameterRole[];
}

interface BoxOptions extends PresetOptions {
  readonly low: Bound;
  readonly high: Bound;
  /** γ of convolutions; default 0.25. */
  readonly gamma?: number;
}

const others = ({ stabilizer, zeroParameters }: PresetOptions) => given({ epsilon: stabilizer, zeroParameters });
const sums = ({ stabilizer }: PresetOptions) => norm(given({ epsilon: stabilizer }));
const epsilonOf = ({ epsilon, zeroParameters }: PresetOptions) => epsilonRule(given({ epsilon, zeroParameters }));

/** Activation → pass, Sum → norm, AvgPool → norm, BatchNorm → pass. */
const base = (options: PresetOptions): LayerMap => [
  ["Activation", pass()],
  ["Sum", sums(options)],
  ["AvgPool", sums(options)],
  ["BatchNorm", pass()],
  ["Affine", pass()],
];

const flatFirst = ({ stabilizer }: PresetOptions): LayerMap => [["AnyLinear", flat(given({ epsilon: stabilizer }))]];

/** ε on dense layers, z⁺ on convolutions. MATH.md §3, presets. */
export const epsilonPlus = (options: PresetOptions = {}): LayerMaps => ({
  layerMap: [...base(options), ["Convolution", zplus(others(options))], ["Linear", epsilonOf(options)]],
});

/** `epsilonPlus` with the flat rule on the first layer. */
export const epsilonPlusFlat = (options: PresetOptions = {}): LayerMaps => ({
  ...epsilonPlus(options),
  firstMap: flatFirst(options),
});

/** ε on dense layers, α2β1 on convolutions. */
export const epsilonAlpha2Beta1 = (options: PresetOptions = {}): LayerMaps => ({
  layerMap: [
    ...base(options),
    ["Convolution", alphaBeta({ alpha: 2, beta: 1, ...others(options) })],
    ["Linear", epsilonOf(options)],
  ],
});

/** `epsilonAlpha2Beta1` with the flat rule on the first layer. */
export const epsilonAlpha2Beta1Flat = (options: PresetOptions = {}): LayerMaps => ({
  ...epsilonAlpha2Beta1(options),
  firstMap: flatFirst(options),
});

/** ε on dense layers, γ on convolutions, zᴮ on the first one. */
export const epsilonGammaBox = ({ low, high, gamma, ...options }: BoxOptions): LayerMaps => ({
  layerMap: [
    ...base(options),
    ["Convolution", gammaRule({ ...given({ gamma }), ...others(options) })],
    ["Linear", epsilonOf(options)],
  ],
  firstMap: [["Convolution", zbox({ low, high, ...others(options) })]],
});

/** Excitation backpropagation: z⁺ on everything linear, gradients elsewhere. Zhang et al. 2018. */
export const excitationBackprop = (options: PresetOptions = {}): LayerMaps => ({
  layerMap: [
    ["Sum", sums(options)],
    ["AvgPool", sums(options)],
    ["AnyLinear", zplus(others(options))],
  ],
});

/** Gradients with R⁺ at every ReLU. */
export const deconvnet = (): LayerMaps => ({ layerMap: [["ReLU", reluDeconvnet()]] });

/** Gradients with R·[x > 0]·[R > 0] at every ReLU. */
export const guidedBackprop = (): LayerMaps => ({ layerMap: [["ReLU", reluGuidedBackprop()]] });

/** Gradients of the network with smoothed ReLUs, R·sigmoid(βx), β = 10 by default. */
export const betaSmooth = ({ betaSmooth: beta }: { readonly betaSmooth?: number } = {}): LayerMaps => ({
  layerMap: [["ReLU", reluBetaSmooth(given({ beta }))]],
});

type NamedPreset = (read: ReadParameter, require: RequireParameter) => LayerMaps;

const shared = (read: ReadParameter) =>
  given({
    epsilon: read("epsilon", "stabilizer"),
    stabilizer: read("stabilizer", "stabilizer"),
    zeroParameters: read("zero_params", "roles"),
  });

/** Every preset that a file can name. */
export const namedPresets: ReadonlyMap<string, NamedPreset> = new Map<string, NamedPreset>([
  ["beta_smooth", (read) => betaSmooth(given({ betaSmooth: read("beta_smooth", "number") }))],
  ["deconvnet", () => deconvnet()],
  ["epsilon_alpha2_beta1", (read) => epsilonAlpha2Beta1(shared(read))],
  ["epsilon_alpha2_beta1_flat", (read) => epsilonAlpha2Beta1Flat(shared(read))],
  [
    "epsilon_gamma_box",
    (read, require) =>
      epsilonGammaBox({
        ...shared(read),
        ...given({ gamma: read("gamma", "number") }),
        low: require("low", "bound"),
        high: require("high", "bound"),
      }),
  ],
  ["epsilon_plus", (read) => epsilonPlus(shared(read))],
  ["epsilon_plus_flat", (read) => epsilonPlusFlat(shared(read))],
  ["excitation_backprop", (read) => excitationBackprop(shared(read))],
  ["guided_backprop", () => guidedBackprop()],
]);

/** Names of all presets. */
export const presetNames: readonly string[] = [...namedPresets.keys()];

/** Names of the parameters of a preset; none where there is no such preset. */
export function presetParameters(name: string): readonly string[] {
  const names = new Set<string>();
  namedPresets.get(name)?.(
    (parameter) => {
      names.add(parameter);
      return undefined;
    },
    (parameter) => {
      names.add(parameter);
      return 0 as never;
    },
  );
  return [...names];
}
