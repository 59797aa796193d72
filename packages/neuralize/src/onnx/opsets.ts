import { contradictingOpsets, missingOpset, unsupportedIrVersion, unsupportedOpset } from "../errors/messages.ts";
import type { ModelProto, OperatorSetIdProto } from "./generated/onnx_pb.ts";

/** The opset that a file imports, by domain; the standard domain is "". */
export type Opsets = ReadonlyMap<string, number>;

interface Range {
  readonly oldest: number;
  readonly newest: number;
}

const irVersions: Range = { oldest: 3, newest: 13 };

/** The opsets of the standard domain that are read. */
export const standardOpsets: Range = { oldest: 7, newest: 26 };

// A newer opset may have given an operator another meaning: it is not guessed. Domains that are not listed are only
// carried along, or their operators are known in any version.
const known: ReadonlyMap<string, Range> = new Map([
  ["", standardOpsets],
  ["ai.onnx.ml", { oldest: 1, newest: 5 }],
]);

/** The two names of the standard domain made one. */
export const domainOf = (domain: string): string => (domain === "ai.onnx" ? "" : domain);

/** @throws NeuralizeError UNSUPPORTED_OPSET for a version that is too old or not known yet; MALFORMED_MODEL for two. */
export function opsetsOf(imports: readonly OperatorSetIdProto[]): Opsets {
  const opsets = new Map<string, number>();
  for (const each of imports) {
    const domain = domainOf(each.domain);
    const version = Number(each.version);
    const earlier = opsets.get(domain) ?? version;
    if (earlier !== version) throw contradictingOpsets(domain, earlier, version);
    const range = known.get(domain);
    if (range !== undefined && !(version >= range.oldest && version <= range.newest))
      throw unsupportedOpset(domain, version, range);
    opsets.set(domain, version);
  }
  return opsets;
}

/** The version of the file format, and the opsets. @throws as `opsetsOf`, and UNSUPPORTED_OPSET without any. */
export function versionsOf({ irVersion, opsetImport }: ModelProto): Opsets {
  const version = Number(irVersion);
  if (!(version >= irVersions.oldest && version <= irVersions.newest)) throw unsupportedIrVersion(version, irVersions);
  if (opsetImport.length === 0) throw missingOpset();
  return opsetsOf(opsetImport);
}
