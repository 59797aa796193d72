import { printable, shownJson } from "neuralize";

/** A value somewhere in untrusted JSON, which knows its place; every method throws where the value is not as asked. */
export interface JsonPlace {
  readonly object: () => Fields;
  readonly array: <T>(read: (entry: JsonPlace, index: number) => T) => readonly T[];
  /** A list of finite numbers; quicker than `array`, which matters for millions of them. */
  readonly numbers: () => readonly number[];
  readonly text: () => string;
  /** Whatever it is, for a reader of its own. */
  readonly json: () => unknown;
  /** A finite number. */
  readonly number: () => number;
  readonly atLeast: (least: number) => number;
  readonly positive: () => number;
  /** A whole number from 0 to `length` − 1. */
  readonly index: (length: number) => number;
  readonly oneOf: <T extends string>(choices: readonly T[]) => T;
  readonly orNull: <T>(read: (value: JsonPlace) => T) => T | null;
  /** The error for what is wrong with this value beyond its type. */
  readonly fault: (what: string) => Error;
}

export interface Fields {
  readonly required: (key: string) => JsonPlace;
  readonly optional: (key: string) => JsonPlace | undefined;
}

/** Reads JSON from an untrusted source; `fault` makes the error from the place, e.g. "centroids[2][0]", and what is wrong. */
export function jsonReader(text: string, fault: (place: string, what: string) => Error): JsonPlace {
  return placeOf(parse(text, fault), "", fault);
}

/** What a parser of JSON says, which quotes the text. */
export const notJson = (error: unknown): string =>
  `it is not JSON (${printable(error instanceof Error ? error.message : String(error))})`;

function parse(text: string, fault: (place: string, what: string) => Error): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw fault("", notJson(error));
  }
}

function placeOf(value: unknown, path: string, makeFault: (place: string, what: string) => Error): JsonPlace {
  const fault = (what: string) => makeFault(path, what);
  const expected = (what: string) => fault(`it is ${shownJson(value)} where ${what} is expected`);
  const number = () => {
    if (typeof value !== "number" || !Number.isFinite(value)) throw expected("a finite number");
    return value;
  };
  return {
    fault,
    number,
    json: () => value,
    object: () => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) throw expected("an object");
      const entries = new Map(Object.entries(value));
      const at = (key: string) => placeOf(entries.get(key), path === "" ? key : `${path}.${key}`, makeFault);
      return {
        optional: (key) => (entries.has(key) ? at(key) : undefined),
        required: (key) => {
          if (!entries.has(key)) throw fault(`${JSON.stringify(key)} is missing`);
          return at(key);
        },
      };
    },
    array: (read) => {
      if (!Array.isArray(value)) throw expected("a list");
      return value.map((entry: unknown, i) => read(placeOf(entry, `${path}[${i}]`, makeFault), i));
    },
    numbers: () => {
      if (!Array.isArray(value)) throw expected("a list of numbers");
      return value.map((entry: unknown, i) =>
        typeof entry === "number" && Number.isFinite(entry)
          ? entry
          : placeOf(entry, `${path}[${i}]`, makeFault).number(),
      );
    },
    text: () => {
      if (typeof value !== "string") throw expected("text");
      return value;
    },
    atLeast: (least) => {
      if (number() < least) throw expected(`a number of at least ${least}`);
      return number();
    },
    positive: () => {
      if (number() <= 0) throw expected("a positive number");
      return number();
    },
    index: (length) => {
      if (!Number.isInteger(value) || number() < 0 || number() >= length)
        throw expected(`a whole number from 0 to ${length - 1}`);
      return number();
    },
    oneOf: (choices) => {
      const choice = choices.find((candidate) => candidate === value);
      if (choice === undefined) throw expected(`one of ${choices.join(", ")}`);
      return choice;
    },
    orNull: (read) => (value === null ? null : read(placeOf(value, path, makeFault))),
  };
}
