import { isNearTie } from "../explanation/near-tie.ts";
import type { ImageReportData } from "../image-report-data.ts";
import { type Filtered, natural, passing, type RowFilter } from "./filter.ts";

export type ImageOrder = "name" | "least-evidence" | "most-evidence" | "cluster";

/** Indices of the images that pass the filter, in order; equal ones by name. */
export function selectImages(data: ImageReportData, filter: RowFilter, order: ImageOrder): readonly number[] {
  const { images } = data;
  const value = (index: number) => {
    const image = images[index];
    switch (order) {
      case "name":
        return 0;
      case "least-evidence":
        return image?.evidence ?? 0;
      case "most-evidence":
        return -(image?.evidence ?? 0);
      case "cluster":
        return image?.cluster ?? 0;
    }
  };
  const byName = (a: number, b: number) => natural.compare(images[a]?.file ?? "", images[b]?.file ?? "") || a - b;
  return passing(filtered(data), filter).sort((a, b) => value(a) - value(b) || byName(a, b));
}

function filtered({ images, clusters, meanEvidence, comparison }: ImageReportData): Filtered {
  return {
    cluster: images.map(({ cluster }) => cluster),
    evidence: images.map(({ evidence }) => evidence),
    // One without a competitor is no tie.
    nearTie: (index) => (images[index]?.runnerUp ?? -1) >= 0 && isNearTie(images[index]?.evidence ?? 0, meanEvidence),
    clusters,
    disagreeing: comparison?.disagreeing ?? [],
    texts: (index) => {
      const image = images[index];
      return [image?.file ?? "", comparison?.labels[image?.label ?? -1] ?? ""];
    },
  };
}
