import path from 'node:path';
import ts from 'typescript';

const root = path.join(import.meta.dirname, '../../..');

const readOptions = (): ts.CompilerOptions => {
  const file = path.join(root, 'tsconfig.json');
  const { config } = ts.readConfigFile(file, (name) => ts.sys.readFile(name)) as {
    config: unknown;
  };
  return ts.parseJsonConfigFileContent(config, ts.sys, root).options;
};

const options = readOptions();
/** The libraries and the generated types are the same for every program. */
const parsed = new Map<string, ts.SourceFile>();

/** Compiles `text` as if it stood beside this file, under the project's own options; what the compiler objects to. */
export const compileProgram = (text: string): string[] => {
  const file = path.join(import.meta.dirname, 'program-under-test.ts');
  const host = ts.createCompilerHost(options);
  const readFile = host.getSourceFile.bind(host);
  host.fileExists = (name) => name === file || ts.sys.fileExists(name);
  host.getSourceFile = (name, version, ...rest) => {
    if (name === file) return ts.createSourceFile(name, text, version);
    const source = parsed.get(name) ?? readFile(name, version, ...rest);
    if (source) parsed.set(name, source);
    return source;
  };
  const program = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
};
