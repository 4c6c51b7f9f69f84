import { useState } from 'react';

const pageSize = 25;

export type PageInfo = { hasNextPage: boolean; endCursor?: string | null };

/**
 * One page of a list that grows, and the way to the next and back. The newest page stays live; older ones stand still.
 */
export const usePages = () => {
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  return {
    variables: { first: pageSize, after: cursors.at(-1) ?? null },
    page: cursors.length,
    older: (info: PageInfo | undefined): (() => void) | null =>
      info?.hasNextPage && info.endCursor
        ? () => setCursors([...cursors, info.endCursor ?? null])
        : null,
    newer: cursors.length > 1 ? () => setCursors(cursors.slice(0, -1)) : null,
    restart: () => setCursors([null]),
  };
};
