import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { IdKind } from '../../../foundation/ids/id-generator.js';
import { isIdOf } from '../../../foundation/ids/id-generator.js';
import { decodeCursor, pageSize } from '../../../foundation/subgraph/connection.js';

export type PageArguments = { first: number; after?: string | null };

/** Lists are in the order of their ids, so a cursor is an id. */
export const pageOf = ({ first, after }: PageArguments, kind: IdKind) => {
  const afterId = decodeCursor(after);
  if (afterId !== null && !isIdOf(kind, afterId))
    throw new DomainError('INVALID_INPUT', 'after is not a cursor of this list.', ['after']);
  return { first: pageSize(first), afterId };
};
