import { arrayFeatureExtractor } from "./array-feature-extractor.ts";
import { binarizer } from "./binarizer.ts";
import { pairwiseDistances } from "./distances.ts";
import { featureVectorizer } from "./feature-vectorizer.ts";
import type { MachineLearningImport } from "./import.ts";
import { imputer } from "./imputer.ts";
import { labelEncoder } from "./label-encoder.ts";
import { normalizer } from "./normalizer.ts";
import { oneHotEncoder } from "./one-hot-encoder.ts";
import { scaler } from "./scaler.ts";

export type { MachineLearningImport, MachineLearningNode } from "./import.ts";

/** By "domain:type". */
export const machineLearningImports: ReadonlyMap<string, MachineLearningImport> = new Map([
  ["ai.onnx.ml:ArrayFeatureExtractor", arrayFeatureExtractor],
  ["ai.onnx.ml:Binarizer", binarizer],
  ["ai.onnx.ml:FeatureVectorizer", featureVectorizer],
  ["ai.onnx.ml:Imputer", imputer],
  ["ai.onnx.ml:LabelEncoder", labelEncoder],
  ["ai.onnx.ml:Normalizer", normalizer],
  ["ai.onnx.ml:OneHotEncoder", oneHotEncoder],
  ["ai.onnx.ml:Scaler", scaler],
  ["com.microsoft:CDist", pairwiseDistances],
]);
