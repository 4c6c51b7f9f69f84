import ts from 'typescript';

export type CommentFault = { line: number; message: string };

type Comment = { kind: 'line' | 'block' | 'doc'; text: string; line: number; standsAlone: boolean };

const maxProseLines = 3;

/** Every comment of a source, in order. The scanner knows strings and templates; a regular expression does not. */
const commentsOf = (source: ts.SourceFile): Comment[] => {
  const text = source.getFullText();
  const seen = new Map<number, ts.CommentRange>();
  const collect = (node: ts.Node): void => {
    for (const ranges of [
      ts.getLeadingCommentRanges(text, node.getFullStart()),
      ts.getTrailingCommentRanges(text, node.getEnd()),
    ])
      for (const range of ranges ?? []) seen.set(range.pos, range);
    // Only getChildren reaches the tokens, such as a brace that a comment follows.
    node.getChildren(source).forEach(collect);
  };
  collect(source);
  return [...seen.values()]
    .sort((a, b) => a.pos - b.pos)
    .map((range) => {
      const raw = text.slice(range.pos, range.end);
      const { line, character } = source.getLineAndCharacterOfPosition(range.pos);
      const before = text.slice(range.pos - character, range.pos);
      return {
        kind: raw.startsWith('//') ? 'line' : raw.startsWith('/**') ? 'doc' : 'block',
        text: raw.replace(/^\/\/ ?|^\/\*+|\*\/$/g, ''),
        line: line + 1,
        standsAlone: before.trim() === '',
      };
    });
};

/** Neighbouring `//` lines read as one comment. */
const stacksOf = (comments: readonly Comment[]): Comment[][] => {
  const stacks: Comment[][] = [];
  for (const comment of comments) {
    const previous = stacks.at(-1)?.at(-1);
    const continues =
      previous?.kind === 'line' &&
      comment.kind === 'line' &&
      previous.standsAlone &&
      comment.standsAlone &&
      comment.line === previous.line + 1;
    if (continues) stacks.at(-1)?.push(comment);
    else stacks.push([comment]);
  }
  return stacks;
};

const isDirective = (text: string): boolean =>
  /^\s*(eslint-|prettier-ignore|@ts-|istanbul|c8|#__)/.test(text);

const looksLikeCode =
  /(^|\n)\s*(import|export|const|let|var|return|if|for|while|await|throw|function)\b.*[;({]\s*(\n|$)|(^|\n)[^.\n]*[;{}]\s*(\n|$)|(^|\n)\s*[\w.]+\([^)]*\)\s*;?\s*(\n|$)/;

/** Prose does not parse; what parses and looks like a statement was once run. */
const isCode = (text: string): boolean => {
  if (!looksLikeCode.test(text)) return false;
  const { diagnostics } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  return diagnostics?.length === 0;
};

const faultOf = (stack: readonly Comment[]): string | undefined => {
  const [first] = stack;
  if (!first) return undefined;
  const text = stack.map((comment) => comment.text).join('\n');
  if (/^\s*eslint-disable/.test(text))
    return /--\s*\S/.test(text) ? undefined : 'eslint-disable needs its reason after "--".';
  if (/^\s*@ts-(ignore|nocheck)/.test(text)) return 'Types are not switched off here.';
  if (first.kind === 'doc' || isDirective(text)) return undefined;
  if (/^\s*(TODO|FIXME|XXX|HACK)\b/.test(text)) return 'Do it now, or leave it out.';
  if (isCode(text)) return 'Commented-out code; git remembers it.';
  const lines = text.split('\n').filter((line) => line.trim() !== '').length;
  return lines > maxProseLines
    ? `${lines} lines of prose: a comment says one thing in a line or two.`
    : undefined;
};

/** What is wrong with the comments of one TypeScript or JavaScript source. */
export const commentFaults = (path: string, text: string): CommentFault[] => {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, false);
  return stacksOf(commentsOf(source)).flatMap((stack) => {
    const message = faultOf(stack);
    const line = stack[0]?.line ?? 1;
    return message === undefined ? [] : [{ line, message }];
  });
};
