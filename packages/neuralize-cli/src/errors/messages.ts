import { NeuralizeError, onOneLine, printable, quoted } from "neuralize";

// One exported function per error, grouped by what the user was doing. Rows are numbered from 0 as in every file that
// neuralize writes; lines are numbered from 1 as in an editor.

const listed = (phrases: readonly string[], most = 12) =>
  phrases.length <= most
    ? phrases.join(", ")
    : `${phrases.slice(0, most).join(", ")} and ${phrases.length - most} more`;

const list = (names: readonly string[]) => listed(names.map(printable));

/** A path may hold anything but what ends it, and be empty. */
const shownPath = (path: string) => (path === "" ? '""' : onOneLine(path));

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

// Reading a table

/** The input does not exist or cannot be opened. */
export const cannotOpen = (path: string, reason: string) =>
  new NeuralizeError("CANNOT_OPEN", `Cannot open ${shownPath(path)}: ${reason}. Check the path and its permissions.`);

/** The input holds no bytes, or a header and no rows. */
export const emptyTable = (title: string, what: string) =>
  new NeuralizeError("EMPTY_TABLE", `${title} ${what}: there is nothing to explain.`);

/** Lines that end now in newlines, now in carriage returns. */
export const mixedLineEnds = (title: string, line: number) =>
  new NeuralizeError(
    "RAGGED_TABLE",
    `${title}, line ${line}: a carriage return alone, among lines that end in newlines. Remove it, or let all lines end alike (dos2unix, mac2unix).`,
  );

/** A filter that lets no row pass. */
export const nothingSelected = (title: string, where: string, rows: number) =>
  new NeuralizeError("EMPTY_TABLE", `None of the ${counted(rows, "row")} of ${title} passes --where ${where}.`);

/** A file name whose ending says nothing that is known. */
export const unknownTableFormat = (title: string, extension: string) =>
  new NeuralizeError(
    "UNKNOWN_TABLE_FORMAT",
    `${title} ends in "${extension}", which is no known table format. Known are .csv and .tsv (also .gz), .parquet, .json, .jsonl and .ndjson.`,
  );

/** A file whose content is not a table, whatever its name says. */
export const notATable = (title: string, what: string) =>
  new NeuralizeError("NOT_A_TABLE", `${title} is not a table: ${what}.`);

/** A CSV record with too few or too many cells, or a quote that is never closed. */
export const raggedTable = (title: string, line: number, what: string) =>
  new NeuralizeError(
    "RAGGED_TABLE",
    `${title}, line ${line}: ${what}. Correct that line, or quote cells that contain the delimiter.`,
  );

/** A CSV file whose lines were not split. */
export const wrongDelimiter = (title: string, column: string, separator: string) =>
  new NeuralizeError(
    "WRONG_DELIMITER",
    `${title} has one column, ${quoted(column)}, and it contains ${separator}: the delimiter was not recognised. Separate cells by commas, semicolons, tabs or vertical bars, and do not put quotes around whole lines.`,
  );

/** Text that is not UTF-8. */
export const wrongEncoding = (title: string, where: string, encoding: string) =>
  new NeuralizeError(
    "WRONG_ENCODING",
    `${title} is not UTF-8 (${where}); it looks like ${encoding}. Convert it first: iconv -f ${encoding} -t UTF-8 INPUT > OUTPUT.`,
  );

/** Anything else that the database says while it reads a file. */
export const cannotRead = (title: string, reason: string) =>
  new NeuralizeError("CANNOT_READ", `Cannot read ${title}: ${reason}`);

/** A `--where` that is not a filter over this table. */
export const wrongFilter = (where: string, reason: string) =>
  new NeuralizeError("WRONG_FILTER", `--where ${where}: ${reason}`);

// Choosing columns

/** A column that the table does not have; `present` are those that it has, `nearest` the one that may be meant. */
export const noSuchColumn = (
  title: string,
  name: string,
  option: string,
  present: readonly string[],
  nearest: string | undefined,
) =>
  new NeuralizeError(
    "NO_SUCH_COLUMN",
    `${option}: ${title} has no column ${quoted(name)}. ${nearest === undefined ? `Its columns are ${list(present)}.` : `Did you mean ${quoted(nearest)}?`}`,
  );

/** A column that was asked for by name but cannot take part. */
export const unusableColumn = (title: string, name: string, reason: string) =>
  new NeuralizeError(
    "UNUSABLE_COLUMN",
    `${title}: column ${quoted(name)} cannot take part: ${reason}. Leave it out of --columns.`,
  );

/** No column is left to cluster by. */
export const noColumnsLeft = (title: string, notes: readonly string[]) =>
  new NeuralizeError(
    "NO_COLUMNS_LEFT",
    `${title} has no column that could be clustered by. ${notes.join(" ")} Name columns with --columns.`.replace(
      "  ",
      " ",
    ),
  );

/** A model's columns that the table lacks. */
export const missingModelColumns = (title: string, names: readonly string[], present: readonly string[]) =>
  new NeuralizeError(
    "MISSING_COLUMNS",
    `${title} lacks ${names.length === 1 ? "column" : "columns"} ${list(names)} that the model needs. It has ${list(present)}.`,
  );

/** Columns whose type is not the one that the model was fitted on. */
export const mismatchedModelColumns = (
  title: string,
  columns: readonly { readonly name: string; readonly expected: string; readonly found: string }[],
) =>
  new NeuralizeError(
    "MISMATCHED_COLUMNS",
    `${title} does not fit the model: ${listed(columns.map(({ name, expected, found }) => `${printable(name)} is ${found} where the model expects ${expected}`))}.`,
  );

// Cells

/** NaN or ±Infinity in a cell. */
export const cellNotFinite = (title: string, row: number, column: string, value: string) =>
  new NeuralizeError(
    "NOT_FINITE",
    `${title}: column ${quoted(column)} holds ${value} in row ${row} (from 0). Leave the cell empty if the value is missing (see --missing), or filter the row with --where or the column with --exclude.`,
  );

/** Missing cells with `--missing error`. */
export const missingCells = (title: string, row: number, column: string, count: number) =>
  new NeuralizeError(
    "MISSING_CELLS",
    `${title}: column ${quoted(column)} has ${counted(count, "missing cell")}, the first in row ${row} (from 0). Fill them with --missing mean or leave those rows out with --missing drop.`,
  );

/** A missing cell that the model has no value for. */
export const modelCannotFill = (title: string, row: number, column: string) =>
  new NeuralizeError(
    "MISSING_CELLS",
    `${title}: column ${quoted(column)} is missing in row ${row} (from 0) and the model holds no value to fill it with. Use --missing drop, or fit the model with --missing mean.`,
  );

/** Missing cells in every row, which are all to be dropped. */
export const everythingDropped = (title: string) =>
  new NeuralizeError(
    "EMPTY_TABLE",
    `${title}: every row has a missing cell, so --missing drop leaves nothing. Exclude columns with many gaps, or use --missing mean.`,
  );

/** Values whose spread is not a float64. */
export const spreadTooLarge = (title: string, column: string, minimum: number, maximum: number) =>
  new NeuralizeError(
    "SPREAD_TOO_LARGE",
    `${title}: column ${quoted(column)} runs from ${minimum} to ${maximum}; squares of that exceed the largest number. Divide the column by a constant, or leave it out with --exclude.`,
  );

/** Evidence or relevance beyond what float32, in which it is written, can hold. */
export const beyondFloat32 = (title: string, row: number, what: string, value: number) =>
  new NeuralizeError(
    "BEYOND_FLOAT32",
    `${title}: ${what} of row ${row} (from 0) is ${value.toPrecision(3)}, ${Number.isNaN(value) ? "no number" : "more than float32 can hold"}. Use --scale standard, or divide the columns by a constant.`,
  );

/** A row that lies so far from all centroids that its distances to them are one number, or none. */
export const rowTooFar = (title: string, row: number | undefined) =>
  new NeuralizeError(
    "ROW_OUT_OF_REACH",
    `${title}: ${row === undefined ? "a row" : `row ${row} (from 0)`} lies so far from all centroids that their distances cannot be told apart. Correct the row or leave it out with --where, and check that its columns have the scale of the centroids.`,
  );

/** A category column with too many categories to one-hot encode. */
export const tooManyCategories = (title: string, column: string, most: number) =>
  new NeuralizeError(
    "TOO_MANY_CATEGORIES",
    `${title}: column ${quoted(column)} has more than ${most} different values, too many for categories. Leave it out with --exclude.`,
  );

// Centroids and models

/** A file of centroids that is not a matrix of finite numbers. */
export const wrongCentroids = (title: string, what: string) =>
  new NeuralizeError(
    "WRONG_CENTROIDS",
    `${title} does not hold centroids: ${what}. Expected is one row of finite numbers per centroid, all of one length, in CSV, JSON or .npy.`,
  );

/** A .npy file that is damaged or of a kind that is not read. */
export const wrongNpy = (title: string, what: string) =>
  new NeuralizeError(
    "WRONG_NPY",
    `${title}: ${what}. Write it with numpy.save as plain numbers, little-endian and without pickled objects.`,
  );

/** A .npz archive that is damaged or of a kind that is not read. */
export const wrongNpz = (title: string, what: string) =>
  new NeuralizeError("WRONG_NPZ", `${title}: ${what}. Write it with numpy.savez or numpy.savez_compressed.`);

/** An array that a .npz archive does not hold. */
export const noSuchArray = (title: string, name: string, names: readonly string[]) =>
  new NeuralizeError("NO_SUCH_ARRAY", `${title} has no array ${quoted(name)}; it has ${list(names)}.`);

/** A model.json that is damaged. */
export const wrongModel = (title: string, place: string, what: string) =>
  new NeuralizeError(
    "WRONG_MODEL",
    `${title}${place === "" ? "" : `, ${place}`}: ${what}. Write the model again with neuralize fit.`,
  );

/** A model.json of another format or a newer version. */
export const unknownModelVersion = (title: string, found: string) =>
  new NeuralizeError(
    "UNKNOWN_MODEL_VERSION",
    `${title} holds ${found}; this version of neuralize reads "neuralize-kmeans" version 1.`,
  );

// Writing

/** The device is full. */
export const diskFull = (path: string, options?: ErrorOptions) =>
  new NeuralizeError(
    "DISK_FULL",
    `No space is left for ${path}; nothing of it was kept. Free some space or write elsewhere with -o.`,
    options,
  );

/** A path that cannot be written to. */
export const cannotWrite = (path: string, reason: string, options?: ErrorOptions) =>
  new NeuralizeError(
    "CANNOT_WRITE",
    `Cannot write ${shownPath(path)}: ${reason}. Choose a folder that you may write to with -o.`,
    options,
  );

// Clusterings

/** A column of labels with more groups than anybody can read. */
export const tooManyLabels = (title: string, column: string, most: number) =>
  new NeuralizeError(
    "TOO_MANY_LABELS",
    `${title}: column "${column}" has more than ${most} different values, so it is no clustering. Name a column of groups with --clusters.`,
  );

/** Centroids whose named columns are not those that are clustered. */
export const centroidColumns = (title: string, absent: readonly string[], present: readonly string[]) =>
  new NeuralizeError(
    "CENTROID_COLUMNS",
    `${title} has no column for ${absent.map(quoted).join(", ")}; it has ${present.map(quoted).join(", ")}. Choose the columns of the data with --columns.`,
  );

/** Centroids of another width than the encoded columns. */
export const centroidWidth = (title: string, width: number, columns: readonly string[], expected: number) =>
  new NeuralizeError(
    "CENTROID_WIDTH",
    `${title} has ${width} numbers per centroid, but the columns ${columns.slice(0, 8).join(", ")}${columns.length > 8 ? ", …" : ""} take ${expected} coordinates. Choose the columns with --columns, in the order of the centroids.`,
  );

// The command line

/** Options that contradict each other or are missing. */
export const usage = (what: string) => new NeuralizeError("USAGE", what);

/** An option's value that cannot be read. */
export const wrongOption = (option: string, value: string, expected: string) =>
  new NeuralizeError("USAGE", `${option} ${quoted(value)} is not ${expected}.`);

// Imported models

/** An error of the library about a file, with the file's name in front. */
export const inFile = (title: string, error: NeuralizeError) =>
  new NeuralizeError(error.code, `${title}: ${error.message}`, { cause: error });

/** Results that would take the place of what they are made from. */
export const wouldOverwrite = (written: string, read: string) =>
  usage(
    `${written} would be written over ${read === written ? "itself" : read}, which is read. Name another place with -o.`,
  );

/** External data of a model that is not in the model's folder. */
export const externalDataOutside = (location: string) =>
  new NeuralizeError(
    "EXTERNAL_DATA_OUTSIDE",
    `The model wants data from ${quoted(location)}, which is outside its own folder. That is refused; put the data beside the model.`,
  );

/** External data that is shorter than the model declares. */
export const externalDataShort = (location: string, wanted: number, size: number) =>
  new NeuralizeError(
    "EXTERNAL_DATA_SHORT",
    `The model wants ${wanted} bytes of ${quoted(location)}, which has ${size}. The file is truncated or belongs to another model.`,
  );

/** Tensors that lie upon each other in one file, so that a small file would fill the memory. */
export const externalDataRepeated = (location: string, claimed: number, size: number) =>
  new NeuralizeError(
    "EXTERNAL_DATA_REPEATED",
    `The tensors of the model claim ${claimed} bytes of ${quoted(location)} together, which has ${size}: they lie upon each other. Save the model again.`,
  );

/** More external data than there is memory. */
export const externalDataTooLarge = (bytes: number, most: number) =>
  new NeuralizeError(
    "TOO_LARGE",
    `The tensors of the model take ${bytes} bytes of external data or more; there are ${most} bytes of memory here.`,
  );

/** A model file beyond what protobuf can hold. */
export const modelTooLarge = (title: string, bytes: number) =>
  new NeuralizeError(
    "TOO_LARGE",
    `${title} has ${bytes} bytes; an ONNX file has at most 2 GiB, the rest belongs into external data.`,
  );

/** Nothing in a graph that looks like a clustering. */
export const nothingRecognised = (title: string, reasons: readonly string[]): NeuralizeError =>
  new NeuralizeError(
    "NOTHING_RECOGNISED",
    [
      `${title}: no k-means was found in it. Looked for: squared or plain Euclidean distances to constant centroids, written as (x − c)² summed, as ‖x‖² − 2x·c + ‖c‖², or as a distance operator, and what follows them (ArgMin, Sqrt, Softmax, …).`,
      ...reasons.map((reason) => `  ${reason}`),
    ].join("\n"),
  );

/** The same for a network of pictures, whose features can be clustered. */
export const nothingRecognisedInNetwork = (title: string, { message }: NeuralizeError): NeuralizeError =>
  new NeuralizeError(
    "NOTHING_RECOGNISED",
    `${message}\nTo fit clusters on what it computes: --extractor ${title} -k 8 in place of --model.`,
  );

/** A match that the numbers contradict. */
export const untrustedMatch = (title: string, description: string, reason: string) =>
  new NeuralizeError(
    "UNTRUSTED_MATCH",
    `${title}: it looks like ${description}, but the numbers contradict: ${reason}. The match is not trusted.`,
  );

/** The model's inputs and the table's columns do not go together. */
export const inputMismatch = (title: string, what: string) =>
  new NeuralizeError(
    "INPUT_MISMATCH",
    `${title}: ${what}. Choose the columns with --columns, in the order of the model.`,
  );

/** Preprocessing that mixes columns, so that its coordinates are not columns. */
export const mixedColumns = (title: string, column: string) =>
  new NeuralizeError(
    "MIXED_COLUMNS",
    `${title}: its preprocessing does more to column ${quoted(column)} than scale, fill or one-hot encode it, so explain cannot report by columns. \`neuralize compile ${title} -o explainer.onnx\` explains such a model.`,
  );

// Attribution

const suggestion = (nearest: string | undefined): string =>
  nearest === undefined ? "" : ` Did you mean ${quoted(nearest)}?`;

/** Something to explain that is neither rows nor a picture. */
export const unknownInputFormat = (title: string) =>
  new NeuralizeError(
    "UNKNOWN_INPUT_FORMAT",
    `${title} is neither an array (.npy, .npz) nor a picture (.png, .jpg, .webp, .tif, .gif, .avif). Tables and folders of pictures are explained by neuralize explain.`,
  );

/** An option's file that holds no array. */
export const unknownArrayFormat = (title: string) =>
  new NeuralizeError("UNKNOWN_ARRAY_FORMAT", `${title} is no array: give a .npy or .npz file.`);

/** A file of arrays that is larger than memory is likely to be. */
export const arrayTooLarge = (title: string, bytes: number, most: number) =>
  new NeuralizeError("TOO_LARGE", `${title} has ${bytes} bytes; at most ${most} are read. Split it.`);

/** A .npz archive of several arrays, none of which is meant. */
export const severalArrays = (title: string, names: readonly string[], wanted: string) =>
  new NeuralizeError(
    "SEVERAL_ARRAYS",
    `${title} holds ${list(names)}, and none of them is called ${quoted(wanted)}. Rename the one that is meant, or save it alone.`,
  );

/** Targets that are no whole numbers. */
export const wrongTargets = (title: string, what: string) =>
  new NeuralizeError(
    "WRONG_TARGETS",
    `${title} ${what}; --target takes whole numbers from 0, one per row, as an array [N].`,
  );

/** A tensor that a model does not have. */
export const noSuchTensor = (
  title: string,
  option: string,
  name: string,
  outputs: readonly string[],
  nearest: string | undefined,
) =>
  new NeuralizeError(
    "NO_SUCH_TENSOR",
    `${option}: ${title} has no tensor ${quoted(name)}.${suggestion(nearest)} Its outputs are ${list(outputs)}; neuralize inspect names the inner ones.`,
  );

/** Sizes that are not those of a model's input. */
export const wrongInputShape = (title: string, what: string) =>
  new NeuralizeError(
    "WRONG_INPUT_SHAPE",
    `${title} ${what}: --input-shape gives the sizes of its only input, without the batch, that the file leaves open.`,
  );

/** Relevance that is no picture. */
export const noHeatmap = (dims: readonly number[]) =>
  new NeuralizeError(
    "NO_HEATMAP",
    `--heatmap is for relevance of pictures, [N, channels, height, width] or [N, height, width]; this is [${dims.join(", ")}].`,
  );

// Composites

/** A preset that does not exist. */
export const noSuchComposite = (name: string, known: readonly string[], nearest?: string) =>
  new NeuralizeError(
    "UNKNOWN_COMPOSITE",
    `--composite: there is no preset, and no file, ${quoted(name)}.${suggestion(nearest)} Presets are ${known.join(", ")}; a composite of your own is a .json file or JSON.`,
  );

/** A parameter that a preset does not have. */
export const noSuchParameter = (preset: string, name: string, known: readonly string[], nearest?: string) =>
  new NeuralizeError(
    "INVALID_COMPOSITE",
    `--set: ${preset} has no parameter ${quoted(name)}.${suggestion(nearest)} It has ${known.join(", ") || "none"}.`,
  );

/** A preset that needs the box in which inputs lie. */
export const missingBound = (preset: string, name: string) =>
  new NeuralizeError(
    "INVALID_COMPOSITE",
    `${preset}: ${name} is missing, the ${name === "low" ? "smallest" : "largest"} value that an input can have. Give it, --set ${name}=${name === "low" ? -3 : 3}, or --preprocess, from which it follows.`,
  );

/** A file of a composite that is none. */
export const wrongCompositeFile = (title: string, what: string) =>
  new NeuralizeError("WRONG_COMPOSITE", `${title} does not hold a composite: ${what}.`);

/** A canonizer that does not exist. */
export const noSuchCanonizer = (name: string, known: readonly string[], nearest?: string) =>
  new NeuralizeError(
    "UNKNOWN_CANONIZER",
    `--canonizers: there is no canonizer ${quoted(name)}.${suggestion(nearest)} There are ${known.join(", ")}; "none" is for none of them.`,
  );

// Verifying against reference attributions

/** A folder without cases. */
export const nothingToVerify = (path: string) =>
  new NeuralizeError(
    "NOTHING_TO_VERIFY",
    `${path} holds no cases.json, and none of its folders does. Name a model's folder of reference attributions, or a folder of such folders.`,
  );

/** A cases.json that is damaged. */
export const wrongCases = (title: string, place: string, what: string) =>
  new NeuralizeError("WRONG_CASES", `${title}${place === "" ? "" : `, ${place}`}: ${what}.`);

/** A name in cases.json that leads out of the model's folder. */
export const caseFileOutside = (name: string) =>
  new NeuralizeError("FILE_OUTSIDE", `cases.json names ${quoted(name)}, which is outside its own folder.`);

/** A file of a reference that is too large to be one. */
export const caseFileTooLarge = (name: string, bytes: number, most: number) =>
  new NeuralizeError("TOO_LARGE", `${name} has ${bytes} bytes; at most ${most} are read.`);

/** A reference attribution that does not fit its input, or a model that gives something else than it. */
export const wrongReference = (what: string) => new NeuralizeError("WRONG_REFERENCE", `${what}.`);

/** A model or a method that cannot be explained. */
export const notVerifiable = (what: string) => new NeuralizeError("NOT_SUPPORTED", `${what}.`);

// Pictures

/** A file of no bytes where a picture is expected. */
export const emptyImage = (title: string) =>
  new NeuralizeError("EMPTY_IMAGE", `${title} is empty: it holds no picture. Copy it again from where it came from.`);

/** A file that is not in a picture format that is read. */
export const notAnImage = (title: string) =>
  new NeuralizeError(
    "NOT_AN_IMAGE",
    `${title} is not a picture that can be read. Known are JPEG, PNG, WebP, TIFF, GIF and AVIF; convert it to one of them.`,
  );

/** A picture that is corrupt or cut off. */
export const damagedImage = (title: string, reason: string) =>
  new NeuralizeError(
    "DAMAGED_IMAGE",
    `${title} is damaged: ${reason || "it cannot be decoded"}. Copy it again, or save it anew from a program that still opens it.`,
  );

/** A picture with more pixels than are decoded. */
export const imageTooLarge = (title: string, width: number, height: number, most: number) =>
  new NeuralizeError(
    "TOO_LARGE",
    `${title} has ${width} × ${height} pixels; at most ${Math.round(most / 1e6)} million are decoded for a file of its kind. Make it smaller first: a network sees a few hundred pixels a side.`,
  );

/** A picture file beyond any photograph. */
export const imageFileTooLarge = (title: string, bytes: number, most: number) =>
  new NeuralizeError("TOO_LARGE", `${title} has ${bytes} bytes; at most ${most} are read as a picture.`);

/** A model whose input is no picture. */
export const wrongNetworkInput = (title: string, what: string) =>
  new NeuralizeError(
    "WRONG_NETWORK_INPUT",
    `${title} takes no pictures: ${what}, where one float32 input [N, channels, height, width] or [N, height, width, channels] with 1 or 3 channels is expected. Export the model for float32 pictures.`,
  );

/** A description of preprocessing that is damaged, not supported, or does not fit the model. */
export const wrongPreprocessing = (title: string, place: string, what: string) =>
  new NeuralizeError(
    "WRONG_PREPROCESSING",
    `${title}${place === "" ? "" : `, ${place}`}: ${what}. docs/preprocessing.md describes the keys.`,
  );

/** A picture so long and narrow that a resized one would be millions of pixels long. */
export const tooNarrow = (title: string, width: number, height: number) =>
  new NeuralizeError(
    "TOO_NARROW",
    `${title} has ${width} × ${height} pixels: resized to what the network takes on its shorter side it would be far too long. Crop it, or use a preprocessing with "crop": false.`,
  );

/** Relevance that is no number: a rule divided by nothing, or the network overflows. */
export const relevanceNotFinite = (title: string, x: number, y: number, value: number) =>
  new NeuralizeError(
    "NOT_FINITE",
    `${title}: the relevance of the pixel in column ${x}, row ${y} is ${value}. Try another composite (--composite epsilon_plus), or a larger stabiliser (--set epsilon=1e-3).`,
  );

/** What is explained is no number, whatever its relevance. */
export const outputNotFinite = (explained: string, row: number, value: number) =>
  new NeuralizeError(
    "NOT_FINITE",
    `${explained} is ${value} in row ${row} (from 0), which cannot be explained. Check the scale of the input.`,
  );

/** A picture whose evidence or relevance is no number. */
export const pictureNotFinite = (title: string, what: string, value: number) =>
  new NeuralizeError(
    "NOT_FINITE",
    `${title}: ${what} is ${value}. Try another composite (--composite epsilon_plus), or a larger stabiliser (--set epsilon=1e-3).`,
  );

/** A model that takes no rows at once. */
export const emptyBatch = (title: string) =>
  new NeuralizeError(
    "INPUT_MISMATCH",
    `${title} is fixed to a batch of no rows. Export it for a batch of one or of any size.`,
  );

/** A folder without a single picture. */
export const noImages = (
  folder: string,
  others: number,
  skipped: readonly { readonly file: string; readonly reason: string }[],
) =>
  new NeuralizeError(
    "NO_IMAGES",
    [
      `${folder} holds no picture (.jpg, .png, .webp, .tif, .gif, .avif), also not in the folders below it; ${counted(others, "other file")} there.`,
      ...skipped.slice(0, 12).map(({ file, reason }) => `  ${file}: ${reason}`),
    ].join("\n"),
  );

/** A folder with more than is explained at once. */
export const tooManyFiles = (folder: string, most: number, what: string) =>
  new NeuralizeError("TOO_LARGE", `${folder} holds more than ${most} ${what}. Explain it part by part.`);

// Explaining pictures

/** A tensor that the network does not have, or several that could be meant. */
export const noEmbedding = (title: string, what: string, outputs: readonly string[]) =>
  new NeuralizeError(
    "NO_EMBEDDING",
    `${title}: ${what}. Name a tensor with --embedding; its outputs are ${list(outputs)}.`,
  );

/** A tensor that is no list of features. */
export const wrongEmbedding = (title: string, name: string, shown: string) =>
  new NeuralizeError(
    "WRONG_EMBEDDING",
    `${title}: ${quoted(name)} is ${shown}, where float32 [N, D] or spatial maps [N, C, H, W] are expected. Name another tensor with --embedding.`,
  );

/** Not a single picture of a run could be used. */
export const noPictureLeft = (title: string, skipped: readonly { readonly file: string; readonly reason: string }[]) =>
  new NeuralizeError(
    "NO_IMAGES",
    [
      `None of the pictures of ${title} could be used:`,
      ...skipped.slice(0, 12).map(({ file, reason }) => `  ${file}: ${reason}`),
      ...(skipped.length > 12 ? [`  and ${skipped.length - 12} more`] : []),
    ].join("\n"),
  );

/** More features than fit into memory at once. */
export const tooManyFeatures = (pictures: number, dimensions: number, most: number) =>
  new NeuralizeError(
    "TOO_LARGE",
    `${pictures} pictures with ${dimensions} features each are more than the ${most} numbers that are clustered at once. Explain the folder part by part, or name a smaller tensor with --embedding.`,
  );

/** A saved model of pictures whose network is not the one that it was saved with. */
export const wrongExtractor = (title: string, what: string) =>
  new NeuralizeError("WRONG_EXTRACTOR", `${title}: ${what}. Keep model.json and extractor.onnx of a run together.`);
