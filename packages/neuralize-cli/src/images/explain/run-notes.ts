import { quantity } from "../../report/phrases.ts";
import type { ImageFiles } from "../folder/image-files.ts";
import type { ImageClustering } from "../network/obtain-images.ts";
import { preprocessingText } from "../preprocess/preprocessing-text.ts";
import type { ChosenPictures } from "./choose-pictures.ts";

/** Below this share the rest is worth a word. */
const muchArrives = 0.9;

/**
 * What a reader of a run should know.
 * @param arriving mean share of the evidence that arrives at the pixels
 */
export function runNotes(
  found: Pick<ImageFiles, "files" | "others">,
  { network, source }: ImageClustering,
  { embedding }: ChosenPictures,
  arriving: number,
): readonly string[] {
  return [
    `Clusters: ${source}, of "${network.tensor}" of ${network.title}.`,
    ...(network.note === undefined ? [] : [network.note]),
    `Pictures: ${preprocessingText(network.preprocessing)} (${network.preprocessedBy}).`,
    ...(found.others > 0 ? [`${quantity(found.others, "file")} that are no pictures by name were passed over.`] : []),
    ...(embedding.rows.length < found.files.length
      ? [`The report holds ${quantity(embedding.rows.length, "picture")}; all are in the table and have heatmaps.`]
      : []),
    ...(Math.abs(arriving) < muchArrives || Math.abs(arriving) > 2 - muchArrives
      ? [
          `On average ${Number((100 * arriving).toPrecision(2))} % of the evidence arrives at the pixels: biases of the network take or give the rest, which changes the size of relevance and not where it is; the end of the report names the nodes.`,
        ]
      : []),
  ];
}
