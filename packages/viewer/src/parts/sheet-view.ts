import type { RelevanceMap } from "../image-report-data.ts";
import type { Display } from "../relevance/shown-map.ts";

/** How the images of all contact sheets are shown. */
export interface SheetView {
  readonly look: "photo" | "overlay" | "heatmap";
  readonly display: Display;
  readonly table: Uint8Array;
  /** Every image's map against all competitors: what a shared scale is shared with. */
  readonly maps: readonly RelevanceMap[];
}

/** A contact sheet. */
export interface SheetProps {
  /** Indices of images, in order. */
  readonly images: readonly number[];
  /** What the sheet is called. */
  readonly name: string;
  readonly sheet: SheetView;
  readonly selected: number;
  readonly select: (index: number) => void;
  /** Whether images tell which other cluster is nearest. */
  readonly rivals?: boolean;
}
