import { NeuralizeError } from "./error.ts";
import { printable, quoted, shownJson } from "./printable.ts";

// One exported function per error, so that a bundle contains only the messages that it can show.

/** A matrix whose buffer does not have rows × columns entries. */
export const matrixShape = (name: string, rows: number, columns: number, length: number) =>
  new NeuralizeError(
    "MATRIX_SHAPE",
    `${name} claims ${rows} × ${columns} values but its buffer has ${length}. Pass rows and columns that multiply to the buffer's length.`,
  );

/** Two matrices whose widths must agree. */
export const widthMismatch = (name: string, columns: number, expected: number) =>
  new NeuralizeError(
    "WIDTH_MISMATCH",
    `${name} has ${columns} columns but the centroids have ${expected}. Both must live in the same space.`,
  );

/** NaN or ±Infinity where a finite number is needed. */
export const notFinite = (name: string, row: number, column: number, value: number) =>
  new NeuralizeError(
    "NOT_FINITE",
    `${name} contains ${value} at row ${row}, column ${column} (from 0). Fill or drop such values before clustering.`,
    {},
    { argument: name, row },
  );

/** A clustering with fewer than two centroids. */
export const nothingToContrast = (clusters: number) =>
  new NeuralizeError(
    "NOTHING_TO_CONTRAST",
    `There ${clusters === 1 ? "is one cluster" : `are ${clusters} clusters`}: an assignment is explained against its competitors, so at least two are needed.`,
  );

/** A cluster number outside 0..K-1. */
export const noSuchCluster = (cluster: number, clusters: number) =>
  new NeuralizeError(
    "NO_SUCH_CLUSTER",
    `There is no cluster ${cluster}; clusters are numbered from 0 to ${clusters - 1}.`,
  );

/** Shapes that an operator cannot take, or that the file declares otherwise. */
export const shapeMismatch = (where: string, what: string) =>
  new NeuralizeError("SHAPE_MISMATCH", `${printable(where)}: ${what}.`);

/** A node that behaves at random because the model was exported for training. */
export const trainingMode = (where: string) =>
  new NeuralizeError(
    "TRAINING_MODE",
    `${where} is, or may be, in training mode. Export the model for inference (in PyTorch, call model.eval() first).`,
  );

/** Bytes that are not an ONNX model. */
export const notAModel = (what: string, cause?: unknown) =>
  new NeuralizeError(
    "NOT_A_MODEL",
    `This is not a readable ONNX model: ${what}.`,
    cause === undefined ? {} : { cause },
  );

/** A model that is well-formed protobuf but not a well-formed graph. */
export const malformedModel = (what: string) =>
  new NeuralizeError("MALFORMED_MODEL", `The model is malformed: ${what}.`);

/** A version of the file format that is not read. */
export const unsupportedIrVersion = (version: number, { oldest, newest }: { oldest: number; newest: number }) =>
  new NeuralizeError(
    "UNSUPPORTED_OPSET",
    `The model is written in version ${version} of the ONNX format; ${oldest} to ${newest} are read. Export it again, or convert it with onnx.version_converter.`,
  );

/** An opset that is too old, or newer than anything that is known. */
export const unsupportedOpset = (
  domain: string,
  version: number,
  { oldest, newest }: { oldest: number; newest: number },
) =>
  new NeuralizeError(
    "UNSUPPORTED_OPSET",
    `The model is written in opset ${version}${domain === "" ? "" : ` of ${domain}`}; ${oldest} to ${newest} are read. Export it again with another opset_version, or convert it with onnx.version_converter.`,
  );

/** A model that does not say which opset it is written in. */
export const missingOpset = (node?: string) =>
  new NeuralizeError(
    "UNSUPPORTED_OPSET",
    `The model does not say which opset ${node === undefined ? "it" : `of its domain node ${node}`} is written in. Export it again.`,
  );

/** Two opsets of one domain. */
export const contradictingOpsets = (domain: string, first: number, second: number) =>
  malformedModel(
    `it imports opset ${first} and opset ${second} of ${domain === "" ? "the standard domain" : quoted(domain)}`,
  );

/** A value that a file declares with another element type than its producer gives it. */
export const contradictingType = (name: string, computed: string, declared: string) =>
  new NeuralizeError(
    "TYPE_MISMATCH",
    `${quoted(name)} is declared as ${declared}, but ${computed} is what it is computed as. Export the model again.`,
  );

/** A value that a file declares with another shape than its producer gives it. */
export const contradictingShape = (name: string, computed: string, declared: string) =>
  new NeuralizeError(
    "SHAPE_MISMATCH",
    `${quoted(name)} is declared as ${declared}, but ${computed} is what it is computed as. Correct or remove the declaration (onnx.shape_inference writes it anew), or export the model again.`,
  );

/** Operands whose element types do not go together. */
export const operandTypes = (what: string) =>
  new NeuralizeError("TYPE_MISMATCH", `${what}. Insert a Cast, or export the model in one type.`);

/** Inputs and outputs that hold something else than one tensor. */
export const notATensor = (role: string, name: string, kind: string) =>
  new NeuralizeError(
    "NOT_A_TENSOR",
    `The ${role} ${quoted(name)} is ${kind}; only tensors are read. Export the model without it (scikit-learn: options={"zipmap": False}).`,
  );

/** Initializers in coordinate form. */
export const sparseInitializers = (names: readonly string[]) =>
  new NeuralizeError(
    "UNSUPPORTED_INITIALIZER",
    `The model keeps ${names.slice(0, 12).map(quoted).join(", ")}${names.length > 12 ? ", …" : ""} as sparse tensors, which are not read. Export it with dense weights.`,
  );

/** An attribute of a kind that is not read. */
export const unsupportedAttribute = (name: string, kind: string) =>
  new NeuralizeError("UNSUPPORTED_ATTRIBUTE", `attribute ${quoted(name)} holds ${kind}, which is not read.`);

/** Operators that no graph of this library can hold, all of them at once. */
export const unsupportedOperators = (
  nodes: readonly { readonly name: string; readonly operator: string; readonly remedy: string }[],
) =>
  new NeuralizeError(
    "UNSUPPORTED_OPERATOR",
    `The model has ${nodes.length === 1 ? "a node" : `${nodes.length} nodes`} that cannot be read:\n${listed(nodes)}`,
  );

const mostListed = 100;

const listed = (
  nodes: readonly { readonly name: string; readonly operator: string; readonly remedy: string }[],
): string =>
  [
    ...nodes.slice(0, mostListed).map(({ name, operator, remedy }) => `  ${name} (${operator}): ${remedy}`),
    ...(nodes.length > mostListed ? [`  and ${nodes.length - mostListed} more`] : []),
  ].join("\n");

/** Parts of the relevance path without rule or gradient, all of them at once. */
export const notDifferentiable = (
  nodes: readonly { readonly name: string; readonly operator: string; readonly remedy: string }[],
) =>
  new NeuralizeError(
    "NOT_DIFFERENTIABLE",
    `Relevance cannot pass ${nodes.length === 1 ? "this node" : `these ${nodes.length} nodes`}, which ${nodes.length === 1 ? "has" : "have"} neither a rule nor a gradient:\n${listed(nodes)}`,
  );

/** An element type of ONNX outside the fourteen that are handled. */
export const unsupportedDataType = (what: string, type: string) =>
  new NeuralizeError(
    "UNSUPPORTED_DATA_TYPE",
    `${what} has elements of type ${type}, which is not supported. Use the model in float32 (the one that it was quantised or converted from).`,
  );

/** Finite coordinates whose squared distances are not: |x| beyond about 1e153. */
export const distanceOverflow = (name: string, row: number) =>
  new NeuralizeError(
    "DISTANCE_OVERFLOW",
    `The squared distances of row ${row} (from 0) of ${name} exceed the range of a 64-bit float. Rescale the columns first.`,
    {},
    { argument: name, row },
  );

/** A stiffness β that is negative or not a number. */
export const invalidStiffness = (beta: number) =>
  new NeuralizeError(
    "INVALID_STIFFNESS",
    `The stiffness beta is ${beta}; it must be 0 (all competitors count equally), positive, or Infinity (only the runner-up counts).`,
  );

/** A contrast set without members. */
export const emptyContrast = () =>
  new NeuralizeError(
    "EMPTY_CONTRAST",
    "The list of competitors (against) is empty. Name at least one cluster, or leave it out to contrast with all.",
  );

/** A per-row argument whose length is not the number of rows. */
export const lengthMismatch = (name: string, length: number, rows: number) =>
  new NeuralizeError(
    "LENGTH_MISMATCH",
    `${name} has ${length} entries but there are ${rows} rows. Pass one entry per row.`,
  );

/** Something that declares more than can be held. */
export const dataTooLarge = (what: string, size: number, unit: string, limit: number) =>
  new NeuralizeError("TOO_LARGE", `${what} takes ${size} ${unit}; at most ${limit} can be held.`);

/** An error met while reading one node of a file: the same code, with the node's name in front. */
export const atNode = (node: string, error: NeuralizeError) =>
  new NeuralizeError(error.code, `At node ${node}: ${error.message}`, { cause: error });

/** A head layer that reached the encoder: a pass is missing. */
export const headLayerInFile = (node: string, operator: string) =>
  new NeuralizeError(
    "HEAD_LAYER_IN_FILE",
    `${node} is a ${operator}, which only exists inside neuralize. Lower the graph before encoding it.`,
  );

/** A setting outside its range. */
export const invalidOption = (name: string, value: unknown, expected: string) =>
  new NeuralizeError("INVALID_OPTION", `${name} is ${String(value)}; it must be ${expected}.`);

/** More clusters than there are different points to put them on. */
export const tooManyClusters = (clusters: number, distinct: number) =>
  new NeuralizeError(
    "TOO_MANY_CLUSTERS",
    `${clusters} clusters need ${clusters} different rows, but there ${distinct === 1 ? "is" : "are"} only ${distinct}${distinct < 2 ? "." : `. Ask for at most ${distinct}.`}`,
  );

/** Data without a single value. */
export const emptyMatrix = (name: string, rows: number, columns: number) =>
  new NeuralizeError("EMPTY_MATRIX", `${name} is ${rows} × ${columns}: there is nothing to cluster.`);

// Attributors

/** Data that does not fit the model's input, or a model whose input attributors do not take. */
export const wrongInput = (what: string) => new NeuralizeError("WRONG_INPUT", `The input does not fit: ${what}.`);

/** A baseline of another shape than the rows. */
export const wrongBaseline = (shape: string, row: string, rows: number) =>
  new NeuralizeError(
    "WRONG_INPUT",
    `The baseline is ${shape}; it must be a number, one row ${row}, or one for each of the ${rows} rows.`,
  );

/** Initial relevance of another shape than the explained output. */
export const wrongInitialRelevance = (shape: string, expected: string) =>
  new NeuralizeError(
    "WRONG_INPUT",
    `The initial relevance is ${shape}; it must have the shape of what is explained, ${expected}.`,
  );

/** NaN or ±Infinity in a row of the input, or of something in its shape. */
export const notFiniteInput = (name: string, row: number, place: number, value: number) =>
  new NeuralizeError(
    "NOT_FINITE",
    `${name} holds ${value} in row ${row}, at place ${place} of the row (both from 0). Give finite numbers.`,
  );

/** Relevance that is no number. */
export const relevanceNotFinite = (method: string, row: number, place: number, value: number) =>
  new NeuralizeError(
    "NOT_FINITE",
    `The ${method} relevance of row ${row} is ${value} at place ${place} (both from 0): the network or a rule left the range of numbers. Check the scale of the input, or use a larger stabiliser (epsilon).`,
  );

/** An entry that an output does not have. */
export const noSuchEntry = (output: string, target: number, entries: number) =>
  new NeuralizeError(
    "NO_SUCH_ENTRY",
    `The output ${quoted(output)} has no entry ${target}; they are numbered from 0 to ${entries - 1}.`,
  );

/** A result whose first axis does not follow the rows. */
export const noBatchAxis = (name: string, dims: readonly number[], rows: number) =>
  new NeuralizeError(
    "NO_BATCH_AXIS",
    `${quoted(name)} is [${dims.join(", ")}] for ${rows} rows: its first axis does not belong to the rows. Name another tensor.`,
  );

/** A head whose number of clusters is not in the graph. */
export const unknownClusterCount = () =>
  new NeuralizeError(
    "UNKNOWN_CLUSTER_COUNT",
    "The number of clusters is not known at compile time. Export the model with a fixed number of centroids.",
  );

/** The runtime refused to load or run a model. */
export const engineFailed = (what: string, cause: unknown) => {
  const reason = (cause instanceof Error ? cause.message : String(cause)).trim();
  const missing = /not find an implementation|NOT_IMPLEMENTED/.test(reason)
    ? " It has no such operator, or not for this element type: use the model in float32, or another engine."
    : "";
  return new NeuralizeError("ENGINE_FAILED", `The engine could not ${what}: ${reason}${missing}`, { cause });
};

/** Relevance was asked for at a value that the explained output does not depend on. */
export const missingInput = (name: string) =>
  new NeuralizeError(
    "NO_RELEVANCE",
    `No relevance arrives at ${quoted(name)}: what is explained does not depend on it, or only through integers (indices, comparisons), which relevance does not follow.`,
  );

/** A graph in which no clustering was recognised: what was looked for, what came near, what the graph ends in. */
export const nothingRecognised = (
  misses: readonly { readonly at: string; readonly reason: string }[],
  endings: readonly string[],
) =>
  new NeuralizeError(
    "NOTHING_RECOGNISED",
    [
      "No k-means clustering was recognised in this model.",
      "Looked for: squared or plain Euclidean distances of one value to constant centroids, written as a difference that is squared and summed (or its norm), as ‖x‖² − 2x·c + ‖c‖², as an augmented product, or as CDist, whose order (the distances themselves, their roots, negatives, softmax, minimum or index of the minimum) is an output.",
      ...(misses.length > 0 ? ["What came near:", ...misses.map(({ at, reason }) => `  ${at}: ${reason}`)] : []),
      "The model ends in:",
      ...endings.map((ending) => `  ${ending}`),
      "Give the centroids themselves instead, or add the distances as an output of the model.",
    ].join("\n"),
  );

/** A recognised clustering that the numbers contradict. */
export const untrustedClustering = (description: string, reason: string) =>
  new NeuralizeError(
    "UNTRUSTED_CLUSTERING",
    `The model looks like k-means (${description}), but the numbers disagree: ${reason}. This match is not trusted; nothing is explained with it.`,
  );

const inPlace = (place: string): string => (place === "" ? "The composite" : `The composite, ${place}`);

/** A description of a composite that is not one. */
export const invalidComposite = (place: string, what: string) =>
  new NeuralizeError("INVALID_COMPOSITE", `${inPlace(place)}: ${what}.`);

/** A rule that does not exist. */
export const unknownRule = (place: string, name: string, known: readonly string[]) =>
  new NeuralizeError(
    "UNKNOWN_RULE",
    `${inPlace(place)}: there is no rule ${quoted(name)}. There are ${known.join(", ")}.`,
  );

/** A layer that does not exist. */
export const unknownLayerName = (place: string, name: string, known: readonly string[]) =>
  new NeuralizeError(
    "UNKNOWN_LAYER",
    `${inPlace(place)}: there is no layer ${quoted(name)}. There are ${known.join(", ")}, and the standard operators by their names.`,
  );

/** A row that is so far from all centroids that float32 overflows, or cannot tell their distances apart. */
export const rowOutOfReach = (name: string, row: number) =>
  new NeuralizeError(
    "ROW_OUT_OF_REACH",
    `Row ${row} (from 0) of ${name} is so far from all centroids that the engine, which computes in float32, cannot tell their distances apart. Correct or drop the row, or use explainKMeans, which computes in float64.`,
    {},
    { argument: name, row },
  );

/** A preset that does not exist. */
export const unknownPreset = (name: unknown, known: readonly string[]) =>
  new NeuralizeError("UNKNOWN_COMPOSITE", `There is no composite ${shownJson(name)}. There are ${known.join(", ")}.`);

/** A canonizer that does not exist. */
export const unknownCanonizer = (name: string, known: readonly string[]) =>
  new NeuralizeError("UNKNOWN_CANONIZER", `There is no canonizer ${quoted(name)}. There are ${known.join(", ")}.`);

/** A takes-most rule on something that is no pool. */
export const notPooling = (node: string, operator: string, rule: string) =>
  new NeuralizeError(
    "NOT_POOLING",
    `${node} is a ${operator}: the rule ${rule} is for ${rule === "min_takes_most" ? "MinPool and ReduceMin" : "ReduceMax"}. Give it another rule in the composite.`,
  );

/** A rule on a layer that it is not for. */
export const wrongLayer = (node: string, operator: string, rule: string, what: string) =>
  new NeuralizeError(
    "WRONG_LAYER",
    `${node} is a ${printable(operator)}: the rule ${rule} is for ${what}. Give it another rule in the composite.`,
  );

/** Relevance that does not have the shape of the input that it is for. */
export const wrongRelevanceShape = (
  node: string,
  operator: string,
  rule: string | undefined,
  got: string,
  wanted: string,
) =>
  new NeuralizeError(
    "WRONG_LAYER",
    `${node} is a ${printable(operator)}: ${rule === undefined ? "its gradient" : `the rule ${rule}`} gives relevance of the shape ${got} to an input of the shape ${wanted}. ${rule === undefined ? "Give it a rule" : "Give it another rule"} in the composite.`,
  );

/** An output that relevance cannot start from. */
export const cannotExplain = (name: string, what: string) =>
  new NeuralizeError("CANNOT_EXPLAIN", `The output ${quoted(name)} cannot be explained: ${what}.`);

/** A model with several outputs, none of which was chosen. */
export const outputNotChosen = (names: readonly string[]) =>
  new NeuralizeError(
    "OUTPUT_NOT_CHOSEN",
    `The model has ${names.length} outputs that could be explained: ${names.slice(0, 12).map(quoted).join(", ")}${names.length > 12 ? ", …" : ""}. Say which one.`,
  );

/** An output of the user's that has the name of one that the explainer adds. */
export const reservedOutput = (name: string) =>
  new NeuralizeError(
    "RESERVED_OUTPUT",
    `The model already has an output ${quoted(name)}, which is the name of one that the explainer adds. Rename it in the model.`,
  );

/** A graph that a stage of the compiler, or a rule, canonizer or operator of the user's own, left broken. */
export const inconsistentGraph = (stage: string, what: string) =>
  new NeuralizeError(
    "INCONSISTENT_GRAPH",
    `After the stage "${stage}" the graph is inconsistent: ${what}. The fault is in a rule, canonizer or operator of your own, or else in neuralize itself; please report it then.`,
  );

/** An operator that is only carried along, and means something else in the opset that is written. */
export const movedOperator = (node: string, operator: string, from: number, to: number) =>
  new NeuralizeError(
    "UNSUPPORTED_OPSET",
    `${node} (${operator}) is written in opset ${from} and has another form in opset ${to}, in which explainers are written. Export the model with opset_version=${to}.`,
  );

/** One name for two things at the interface of a model. */
export const nameClash = (name: string) =>
  new NeuralizeError(
    "NAME_CLASH",
    `${quoted(name)} is the name of an input and also of another input or an output of the explainer. Rename that input in the model.`,
  );
