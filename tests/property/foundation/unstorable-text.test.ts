import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findUnstorableText } from '../../../foundation/subgraph/unstorable-text.js';

const storable = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
const fault = fc.constantFrom('\0', '\ud800', 'a\udfffb', 'x\0');

/** JSON whose texts a database keeps. */
const harmless = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    storable,
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(storable, tie('value'), { maxKeys: 4 }),
  ),
})).value;

const planted = (value: unknown, path: readonly string[], depth: number): unknown => {
  const key = path[depth];
  if (key === undefined) return value;
  const inner = planted(value, path, depth + 1);
  return depth % 2 === 0 ? { [key]: inner } : [...Array<null>(Number(key)).fill(null), inner];
};

it('whatever a database keeps is left alone', () => {
  fc.assert(fc.property(harmless, (value) => findUnstorableText(value) === null));
});

it('what it does not keep is found, and where', () => {
  const paths = fc
    .array(fc.nat({ max: 3 }), { maxLength: 6 })
    .map((places) =>
      places.map((place, depth) => (depth % 2 === 0 ? `key${place}` : String(place))),
    );
  fc.assert(
    fc.property(fault, paths, (text, path) => {
      expect(findUnstorableText(planted(text, path, 0))).toEqual(path);
    }),
  );
});

it('a name that it does not keep is found at the object that has it', () => {
  expect(findUnstorableText({ outer: { 'a\0': 1 } })).toEqual(['outer']);
});

it('nesting as deep as a body allows is walked to its end', () => {
  let value: unknown = '\0';
  for (let depth = 0; depth < 100_000; depth++) value = [value];
  expect(findUnstorableText(value)).toHaveLength(100_000);
});
