import type { LayerConservation } from "neuralize";

/** What rounding in float32 can make of a sum. */
const rounding = 1e-4;

/** Why the nodes of a rule need not conserve relevance, and how much of it they lose or add. */
export interface LeakReason {
  readonly rule: string;
  /** In words. */
  readonly reason: string;
  readonly nodes: number;
  /** The largest leak of one of them. */
  readonly most: number;
}

/** The layers that lose or add more than rounding does, in their order. */
export const leakingLayers = (layers: readonly LayerConservation[]): readonly LayerConservation[] =>
  layers.filter(({ leak }) => leak > rounding);

/** The reasons of leaking layers, once each, in the order in which they first occur. */
export function leakReasons(leaking: readonly LayerConservation[]): readonly LeakReason[] {
  const found = new Map<string, LeakReason>();
  for (const { rule, reason, leak } of leaking) {
    const key = JSON.stringify([rule, reason]);
    const known = found.get(key);
    found.set(key, { rule, reason, nodes: (known?.nodes ?? 0) + 1, most: Math.max(known?.most ?? 0, leak) });
  }
  return [...found.values()];
}
