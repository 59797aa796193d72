import type { KSelection, LabelComparison, Projection } from "./page-data.ts";

/**
 * The data of a report page on images: what `neuralize explain photos/` writes into report.html and the viewer reads.
 *
 * Everything that came from the user (names of files, of clusters, of nodes) is text. Pictures and maps are bytes in
 * base64, from which the page itself makes what it shows; no string of this data becomes an address or markup.
 * Clusters are numbered from 0.
 */
export interface ImageReportData {
  readonly kind: "images";
  readonly version: 1;
  /** What was clustered, e.g. "photos/". */
  readonly title: string;
  readonly clusters: readonly ImageCluster[];
  /** Images that were explained; more than `images` holds when the page has only a part of them. */
  readonly totalImages: number;
  /** Mean evidence over all images that were explained: the yardstick for "nearly a tie". */
  readonly meanEvidence: number;
  /** By name of the file; every typical and borderline image, and a sample of the others if they are too many. */
  readonly images: readonly ReportImage[];
  /** Principal components of the embeddings (of all images or a stated sample). */
  readonly projection: Projection;
  /** Present when the images carry labels, e.g. the folders they lie in. */
  readonly comparison?: LabelComparison;
  /** Present when k was chosen. */
  readonly kSelection?: KSelection;
  readonly provenance: ImageProvenance;
}

export interface ImageCluster {
  readonly cluster: number;
  /** A name in words, or the cluster's number if it has none. */
  readonly name: string;
  /** One generated sentence: name, size, how well separated. */
  readonly sentence: string;
  /** Of all images, as `share`. */
  readonly size: number;
  readonly share: number;
  readonly meanEvidence: number;
  readonly meanSimplifiedSilhouette: number;
  /** Indices into `images`, by evidence: largest first; smallest first. */
  readonly typical: readonly number[];
  readonly borderline: readonly number[];
}

export interface ReportImage {
  /** Path inside the folder, with forward slashes; no two images share it. */
  readonly file: string;
  /** The cluster that it was assigned to. */
  readonly cluster: number;
  /** The cluster that evidence and maps speak for: `cluster`, unless --target named another. */
  readonly target: number;
  /** The nearest competitor of `target`; −1 where there is none. */
  readonly runnerUp: number;
  /** f of `target` against all competitors. */
  readonly evidence: number;
  readonly simplifiedSilhouette: number;
  /**
   * [K]: how much farther each centroid is than that of `target`, in squared distance of the embedding: d_k − d_target.
   * 0 for `target` itself; negative for a centroid that is nearer.
   */
  readonly margins: readonly number[];
  /** Place on the two axes of the projection. */
  readonly projected: readonly [number, number];
  /** Index into `comparison.labels`, if there is one. */
  readonly label?: number;
  readonly picture: EmbeddedPicture;
  /** The first is against all competitors; the others against one each, most interesting first. None where none competes. */
  readonly maps: readonly RelevanceMap[];
}

/**
 * What the network was shown, resized and cropped but not normalised, so that maps lie on it exactly; usually smaller
 * than the input of the network (about 200 pixels wide).
 */
export interface EmbeddedPicture {
  readonly type: "jpeg" | "png" | "webp";
  readonly width: number;
  readonly height: number;
  /** The file in base64. */
  readonly data: string;
}

/**
 * Relevance of the parts of a picture, summed over its channels and over the pixels of each of height × width cells;
 * `packRelevanceMap` makes one. It covers the whole picture.
 *
 * `data` is base64 of raw DEFLATE of one signed byte q per cell, row by row, q = −127..127:
 *
 *     relevance of a cell = sign(q) · (q / 127)² · largest
 *
 * The square keeps what is small beside the largest: maps have few strong cells and many weak ones.
 */
export interface RelevanceMap {
  /** "all": against all competitors, pooled by min-takes-most. A number: against that cluster alone, the pairwise margin. */
  readonly against: "all" | number;
  /** What is explained: `evidence` of the image, or its margin to that cluster. */
  readonly evidence: number;
  readonly height: number;
  readonly width: number;
  /** Largest |relevance| of a cell; 0 if the map is empty. */
  readonly largest: number;
  /** The 99th percentile of |relevance| over the cells: colours are saturated from here on. */
  readonly percentile99: number;
  /** Sum over the cells that speak for, ≥ 0, and over those that speak against, ≤ 0, before rounding to bytes. */
  readonly positive: number;
  readonly negative: number;
  readonly data: string;
}

/** Where relevance is lost or gained on its way from the evidence to the pixels, measured on a few images. */
export interface ConservationByNode {
  /** Images that it was measured on: a random sample that depends on the seed alone. */
  readonly sampled: number;
  /** Nodes that lose or gain more than rounding does, from the evidence to the pixels. */
  readonly leaks: readonly NodeLeak[];
  /** Leaking nodes that `leaks` leaves out: it keeps those that leak most. */
  readonly moreLeaks: number;
  /** Why they do, by rule. */
  readonly reasons: readonly {
    readonly rule: string;
    /** In words, without a full stop. */
    readonly reason: string;
    readonly nodes: number;
    /** The largest share of one of them. */
    readonly most: number;
  }[];
}

export interface NodeLeak {
  readonly node: string;
  readonly operator: string;
  readonly rule: string;
  /** |Σ R_in − Σ R_out| / Σ|R_out| of the node. */
  readonly share: number;
  /** Σ R that arrives at its outputs and that it hands to its inputs, over the evidence (means over the images). */
  readonly arriving: number;
  readonly leaving: number;
}

export interface ImageProvenance {
  readonly command: string;
  readonly version: string;
  readonly engine: string;
  readonly seed: number;
  /** Of the k-means fit; absent where the clusters came with a model. */
  readonly restarts?: number;
  readonly inertia?: number;
  /** File of the network that embeds, or that holds the k-means inside. */
  readonly extractor: string;
  /** The tensor that was clustered, e.g. "features", and its width D. */
  readonly embedding: { readonly tensor: string; readonly dimensions: number; readonly note?: string };
  /** How images became input, in words: "resized to 256, centre 224 × 224, RGB, (x − mean) / std ...". */
  readonly preprocessing: string;
  /** The composite's name with its parameters, e.g. "epsilon_gamma_box(low=−2.1, high=2.6)". */
  readonly composite: string;
  /** Which rule explained how many nodes of which kind, in the order of the network. */
  readonly rules: readonly { readonly rule: string; readonly operator: string; readonly nodes: number }[];
  /** Stiffness β of min-takes-most or the pool's; null stands for ∞. */
  readonly beta: number | null;
  /** How the margins are pooled; absent for the hard minimum. */
  readonly pool?: "logmeanexp";
  /** Over the images: largest |Σ relevance − evidence|, and the same over the larger of Σ|relevance| and |evidence|. */
  readonly conservation: { readonly absolute: number; readonly relative: number } & ConservationByNode;
  /** Files that were not explained and why. */
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
  /** Sentences about what was left out, sampled, pooled. */
  readonly notes: readonly string[];
  /** Competitors chosen with --against; absent for all. */
  readonly against?: readonly number[];
  /** Cluster explained with --target; absent for the assigned one. */
  readonly target?: number;
}
