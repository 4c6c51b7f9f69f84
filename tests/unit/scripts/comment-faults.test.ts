import { describe, expect, it } from '@jest/globals';
import { commentFaults } from '../../../scripts/comments/comment-faults.js';

const messagesOf = (text: string) => commentFaults('x.ts', text).map(({ message }) => message);

describe('commentFaults', () => {
  it('lets short prose, docstrings and directives pass', () => {
    expect(
      messagesOf(`
        // The venue counts from one; we count from zero.
        const first = 1; // unit: lots
        /**
         * One.
         * Two.
         * Three.
         * Four.
         */
        export const second = 2;
        // prettier-ignore
        const third = 3;
      `),
    ).toEqual([]);
  });

  it('finds prose stacked over more than three lines, and says where', () => {
    const stacked = ['one', 'two', 'three', 'four'].map((word) => `// ${word} reasons`).join('\n');

    expect(commentFaults('x.ts', `const a = 1;\n${stacked}\nconst b = 2;`)).toEqual([
      { line: 2, message: '4 lines of prose: a comment says one thing in a line or two.' },
    ]);
    expect(messagesOf('/* one reason\n two\n three\n four */\nconst b = 2;')).toHaveLength(1);
  });

  it('keeps trailing comments of neighbouring lines apart', () => {
    const rows = ['a', 'b', 'c', 'd', 'e'].map((name) => `const ${name} = 1; // the ${name} lot`);

    expect(messagesOf(rows.join('\n'))).toEqual([]);
  });

  it.each([
    '// const price = quote.bid;',
    '// await repository.save(order);',
    '// if (order.isClosed) {\n//   return;\n// }',
    "// import { a } from './a.js';",
    '/* order.cancel(); */',
  ])('finds code that was commented out: %s', (comment) => {
    expect(messagesOf(`${comment}\nconst kept = 1;`)).toEqual([
      'Commented-out code; git remembers it.',
    ]);
  });

  it.each([
    '// Sorted by time; the first wins.',
    '// if the venue is silent, ask it again (see the state table)',
    '// `rest` is resolved once per event',
    '// bid <= ask',
  ])('takes prose for prose: %s', (comment) => {
    expect(messagesOf(`${comment}\nconst kept = 1;`)).toEqual([]);
  });

  it('asks for the reason of an eslint-disable', () => {
    expect(messagesOf('// eslint-disable-next-line no-console\nlog();')).toEqual([
      'eslint-disable needs its reason after "--".',
    ]);
    expect(
      messagesOf('// eslint-disable-next-line no-console -- the banner is for people\nlog();'),
    ).toEqual([]);
  });

  it('refuses work that is put off and types that are switched off', () => {
    expect(messagesOf('// TODO later\nconst a = 1;')).toEqual(['Do it now, or leave it out.']);
    expect(messagesOf('// @ts-ignore\nconst a = 1;')).toEqual(['Types are not switched off here.']);
  });

  it('is not fooled by what looks like a comment inside a string', () => {
    expect(messagesOf('const url = "ws://localhost"; const note = `// const a = 1;`;')).toEqual([]);
  });
});
