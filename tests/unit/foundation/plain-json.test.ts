import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainJson } from '../../../foundation/subgraph/plain-json.js';

const throughText = (value: unknown): unknown => {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
};

describe('a value without the way through JSON text', () => {
  it('is what it would be after that way', () => {
    const leaf = fc.oneof(
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constantFrom(null, undefined, new Date(0), { toJSON: () => ({ a: [new Date(1)] }) }),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(fc.string({ maxLength: 5 }), tie('tree'), {
          maxKeys: 4,
          noNullPrototype: false,
        }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        expect(JSON.stringify(plainJson(value))).toBe(JSON.stringify(throughText(value)));
      }),
    );
  });

  it('shares nothing with the original, and takes no prototype from it', () => {
    const inner = { list: [1] };
    const original = { inner, again: inner };
    const copy = plainJson(original) as typeof original;
    copy.inner.list.push(2);
    expect(inner.list).toEqual([1]);
    expect(copy.again.list).toEqual([1]);
    const sly = plainJson(JSON.parse('{"__proto__":{"polluted":true}}')) as { polluted?: boolean };
    expect([sly.polluted, Object.keys(sly)]).toEqual([undefined, ['__proto__']]);
  });
});
