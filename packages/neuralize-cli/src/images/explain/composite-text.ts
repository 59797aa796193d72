/** "epsilon_gamma_box(low=-2.1, high=2.6)"; "own(…)" for maps without a preset's name, "gradient" for no rules. */
export function compositeText(json: unknown): string {
  if (typeof json === "string") return json;
  const { composite, ...parameters } = json as Readonly<Record<string, unknown>>;
  const shown = Object.entries(parameters).map(([name, value]) => `${name}=${shortened(value)}`);
  const name = typeof composite === "string" ? composite : "own";
  return shown.length === 0 ? name : `${name}(${shown.join(", ")})`;
}

const shortened = (value: unknown): string =>
  JSON.stringify(value, (_, each) => (typeof each === "number" ? Number(each.toPrecision(4)) : each)).slice(0, 200);
