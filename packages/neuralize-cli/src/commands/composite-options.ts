import { type Command, InvalidArgumentError } from "commander";
import type { Setting } from "../model/choose-composite.ts";

/** Options of every command that explains a network by rules. */
export interface CompositeOptions {
  /** A preset, a JSON file, or JSON. */
  readonly composite?: string;
  readonly set?: readonly Setting[];
  readonly canonizers?: readonly string[];
}

/**
 * Adds them to a command.
 * @param more what else its `--composite` may be
 */
export const withCompositeOptions = (command: Command, more = ""): Command =>
  command
    .option("--composite <composite>", `which rule every node follows: a preset, a JSON file, or JSON${more}`)
    .option("--set <name=value>", "a parameter of the preset, such as low=-3; may be repeated", setting)
    .option("--canonizers <names>", "rewritings before the rules, separated by commas, or none", canonizerNames);

/** A value is JSON where it is any ("-3", "[-2.1, 2.6]", "{…}"), else text. */
function setting(text: string, earlier: readonly Setting[] = []): readonly Setting[] {
  const [, name, value] = /^\s*([^=\s]+)\s*=\s*(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined || value === "")
    throw new InvalidArgumentError("Give NAME=VALUE, such as low=-3.");
  return [...earlier, { name, value: jsonOrText(value) }];
}

function jsonOrText(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function canonizerNames(text: string): readonly string[] {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0) throw new InvalidArgumentError("Give names separated by commas, or none.");
  return names.length === 1 && names[0] === "none" ? [] : names;
}
