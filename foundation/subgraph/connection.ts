import { DomainError } from '../errors/domain-error.js';

export type Edge<TNode> = { cursor: string; node: TNode };

export type Connection<TNode> = {
  edges: Edge<TNode>[];
  nodes: TNode[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
};

const largestPage = 100;

/**
 * The size of a page.
 * @throws {DomainError} INVALID_INPUT unless 1 ≤ `first` ≤ 100.
 */
export const pageSize = (first: number): number => {
  if (first < 1 || first > largestPage)
    throw new DomainError('INVALID_INPUT', `first must be between 1 and ${largestPage}.`, [
      'first',
    ]);
  return first;
};

/** An opaque cursor for the position `key` of a list. */
export const encodeCursor = (key: string): string => Buffer.from(key).toString('base64url');

/**
 * The position that a cursor names, or null at the start of the list.
 * @throws {DomainError} INVALID_INPUT when it is not one of our cursors.
 */
export const decodeCursor = (cursor: string | null | undefined): string | null => {
  if (cursor === null || cursor === undefined) return null;
  const key = Buffer.from(cursor, 'base64url').toString();
  if (key === '' || encodeCursor(key) !== cursor)
    throw new DomainError('INVALID_INPUT', 'after is not a cursor of this list.', ['after']);
  return key;
};

/**
 * A page from rows that were read with one more than `first`, so that the surplus row tells of a next page.
 * @param keyOf the position of a row in the list's order, unique within the list.
 */
export const toConnection = <TNode>(
  rows: readonly TNode[],
  page: { first: number; after: string | null },
  keyOf: (row: TNode) => string,
): Connection<TNode> => {
  const nodes = rows.slice(0, page.first);
  const edges = nodes.map((node) => ({ cursor: encodeCursor(keyOf(node)), node }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: rows.length > page.first,
      hasPreviousPage: page.after !== null,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
};
