import { join } from "node:path";
import ts from "typescript";
import { moduleOf, root } from "./snippets.ts";

/**
 * What the compiler says against the blocks of documents, under the project's own strictness.
 * @param documents paths from the root, each with the code in front of its blocks.
 */
export function typeErrors(documents: Readonly<Record<string, string>>): readonly string[] {
  const configuration = ts.getParsedCommandLineOfConfigFile(
    join(root, "tsconfig.test.json"),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  );
  if (configuration === undefined) throw new Error("tsconfig.test.json cannot be read");
  const sources = new Map(
    Object.entries(documents).map(([path, before]) => [join(root, `${path}.ts`), moduleOf(path, before)]),
  );
  const host = ts.createCompilerHost(configuration.options);
  const program = ts.createProgram([...sources.keys()], configuration.options, {
    ...host,
    fileExists: (path) => sources.has(path) || host.fileExists(path),
    readFile: (path) => sources.get(path) ?? host.readFile(path),
    getSourceFile: (path, version) => {
      const text = sources.get(path);
      return text === undefined ? host.getSourceFile(path, version) : ts.createSourceFile(path, text, version);
    },
  });
  return [...sources.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    const problems = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return problems.map(({ messageText, start = 0 }) => {
      const line = source?.getLineAndCharacterOfPosition(start).line ?? 0;
      return `${path}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
  });
}
