import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitStatements } from '../../../foundation/database/migration/split-statements.js';

const anyText = fc.string({ unit: 'grapheme', maxLength: 12 });

/** Pieces of SQL that may hold semicolons, quotes and anything else, each closed by its own rules. */
const piece = fc.oneof(
  anyText.map((text) => `'${text.replaceAll("'", "''")}'`),
  anyText.map((text) => `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`),
  anyText.map((text) => `"${text.replaceAll('"', '""')}"`),
  anyText.map((text) => `$body$${text.replaceAll('$', '')}$body$`),
  anyText.map((text) => `/*${text.replaceAll(/[*/]/g, '')}*/`),
  anyText.map((text) => `--${text.replaceAll('\n', '')}\n`),
  fc.constantFrom('SELECT', 'a$b', '$1', '(', ')', '+', '::text', 'E'),
);

const statement = fc
  .array(piece, { maxLength: 6 })
  .map((pieces) => ['SELECT', ...pieces, '1'].join(' '));

describe('splitting a script', () => {
  it('gives back the statements that were joined, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 6 }), (statements) => {
        const script = statements.map((text) => `${text};`).join('\n');
        expect(splitStatements(script).map(({ text }) => text)).toEqual(statements);
      }),
    );
  });

  it('knows the line of each', () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 6 }), (statements) => {
        const script = statements.map((text) => `${text};`).join('\n');
        const lines = script.split('\n');
        for (const { text, line } of splitStatements(script))
          expect(
            lines
              .slice(line - 1)
              .join('\n')
              .startsWith(text),
          ).toBe(true);
      }),
    );
  });
});
