import { table } from "../../bench/results.ts";

/** What is read of a measurement of `npm run bench:lrp`. */
interface Measured {
  readonly network: string;
  readonly batch: number;
  readonly composite: string;
  readonly timesInference: number;
}

/** The times of plain inference that explanations take, a row for each network and batch, a column for each composite. */
export function networkTimes(json: string): string {
  const { measured } = JSON.parse(json) as { readonly measured: readonly Measured[] };
  const composites = [...new Set(measured.map(({ composite }) => composite))];
  const subjects = [...new Set(measured.map(subjectOf))];
  const rows = subjects.map((subject) => [
    subject,
    ...composites.map((composite) => {
      const found = measured.find((each) => subjectOf(each) === subject && each.composite === composite);
      return found?.timesInference.toFixed(2) ?? "";
    }),
  ]);
  return table(["network, batch", ...composites], rows);
}

const subjectOf = ({ network, batch }: Measured): string => `${network}, ${batch}`;
