import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useCallback, useEffect } from 'react';
import type { AnyVariables, CombinedError } from 'urql';
import { useQuery } from 'urql';
import { passesByItself } from './advice.js';
import { useTimesOpened } from '../live/use-live.js';

export type Data<TData> = {
  data: TData | undefined;
  error: CombinedError | undefined;
  isLoading: boolean;
  refetch: () => void;
};

const retryAfterMs = 2_000;

/**
 * A query that keeps what it last read on the screen: it reads again when the connection comes back, after a failure
 * that passes, and every `everyMs` if that is given.
 */
export const useData = <TData, TVariables extends AnyVariables>(
  document: TypedDocumentNode<TData, TVariables>,
  variables: TVariables | null,
  options: { everyMs?: number } = {},
): Data<TData> => {
  const [{ data, error, fetching }, execute] = useQuery<TData>({
    query: document as TypedDocumentNode<TData, AnyVariables>,
    variables: variables ?? {},
    pause: variables === null,
  });
  const isPaused = variables === null;
  const refetch = useCallback(() => {
    if (!isPaused) execute({ requestPolicy: 'network-only' });
  }, [execute, isPaused]);

  const timesOpened = useTimesOpened();
  useEffect(() => {
    if (timesOpened > 1) refetch();
  }, [timesOpened, refetch]);

  const everyMs = error && passesByItself(error) ? retryAfterMs : options.everyMs;
  useEffect(() => {
    if (everyMs === undefined) return undefined;
    const timer = setInterval(() => {
      if (!pageIsHidden()) refetch();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, refetch]);

  return { data, error, isLoading: fetching && data === undefined, refetch };
};

const pageIsHidden = (): boolean => globalThis.document.hidden;
