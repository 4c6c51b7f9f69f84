import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Kind, parse } from 'graphql';
import type { DocumentNode, OperationDefinitionNode, SelectionSetNode } from 'graphql';
import { measureOperation } from '../../../gateway/operations/measure-operation.js';
import type { OperationSize } from '../../../gateway/operations/measure-operation.js';

/** Fragment `i` spreads only later ones, so that there are no cycles. */
const selections = (fragments: number, first: number, depth: number): fc.Arbitrary<string> => {
  const leaf = fc.constantFrom('a', 'x: a', '__typename', '__schema { types { name } }');
  const spread =
    first < fragments
      ? [fc.integer({ min: first, max: fragments - 1 }).map((i) => `...F${i}`)]
      : [];
  const nested =
    depth > 0
      ? [
          selections(fragments, first, depth - 1).map((inner) => `b { ${inner} }`),
          selections(fragments, first, depth - 1).map((inner) => `... on T { ${inner} }`),
        ]
      : [];
  return fc
    .array(fc.oneof(leaf, ...spread, ...nested), { minLength: 1, maxLength: 3 })
    .map((all) => all.join(' '));
};

const documents = fc
  .tuple(selections(4, 0, 3), ...[0, 1, 2, 3].map((i) => selections(4, i + 1, 2)))
  .map(([root, ...fragments]) =>
    [`{ ${root} }`, ...fragments.map((text, i) => `fragment F${i} on T { ${text} }`)].join('\n'),
  );

/** The same by the slow way: every fragment written out where it is spread. */
const expanded = (document: DocumentNode, set: SelectionSetNode): OperationSize => {
  const total = { depth: 0, fields: 0, aliases: 0, rootFields: 0 };
  for (const selection of set.selections) {
    let size: OperationSize;
    if (selection.kind === Kind.FIELD) {
      const below = selection.selectionSet
        ? expanded(document, selection.selectionSet)
        : { depth: 0, fields: 0, aliases: 0 };
      size = {
        depth: selection.name.value.startsWith('__') ? 1 : below.depth + 1,
        fields: below.fields + 1,
        aliases: below.aliases + (selection.alias ? 1 : 0),
        rootFields: 1,
      };
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      size = expanded(document, selection.selectionSet);
    } else {
      const fragment = document.definitions.find(
        (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value,
      );
      if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) continue;
      size = expanded(document, fragment.selectionSet);
    }
    total.depth = Math.max(total.depth, size.depth);
    total.fields += size.fields;
    total.aliases += size.aliases;
    total.rootFields += size.rootFields;
  }
  return total;
};

const operationOf = (document: DocumentNode) =>
  document.definitions.find(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  )!;

describe('the size of an operation', () => {
  it('is that of the operation with its fragments written out', () => {
    fc.assert(
      fc.property(documents, (text) => {
        const document = parse(text);
        const operation = operationOf(document);
        expect(measureOperation(document, operation)).toEqual(
          expanded(document, operation.selectionSet),
        );
      }),
    );
  });

  it('is measured at once even where writing it out would take forever', () => {
    const bomb = Array.from(
      { length: 100 },
      (_, i) => `fragment F${i} on T { ...F${i + 1} ...F${i + 1} }`,
    );
    const document = parse(`{ ...F0 } ${bomb.join(' ')} fragment F100 on T { a }`);
    expect(measureOperation(document, operationOf(document)).fields).toBe(2 ** 100);
  });
});
