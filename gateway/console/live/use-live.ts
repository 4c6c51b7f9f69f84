import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { createContext, use, useEffect, useRef, useSyncExternalStore } from 'react';
import type { ConnectionState } from './connection.js';
import type { LiveStreams, StreamListener } from './live-streams.js';

export const LiveContext = createContext<LiveStreams | null>(null);

export const useLiveStreams = (): LiveStreams => {
  const streams = use(LiveContext);
  if (streams === null) throw new Error('live streams exist only for whoever is signed in');
  return streams;
};

export const useConnectionState = (): ConnectionState => {
  const { connection } = useLiveStreams();
  return useSyncExternalStore(connection.subscribe, () => connection.state);
};

/** Changes each time the connection comes back. */
export const useTimesOpened = (): number => {
  const { connection } = useLiveStreams();
  return useSyncExternalStore(connection.subscribe, () => connection.timesOpened);
};

/** Listens for as long as the component stands and `variables` say the same; null listens to nothing. */
export const useStream = <TData, TVariables extends Record<string, unknown>>(
  document: TypedDocumentNode<TData, TVariables>,
  variables: TVariables | null,
  listener: StreamListener<TData>,
  options: { endless: boolean } = { endless: true },
): void => {
  const streams = useLiveStreams();
  const { endless } = options;
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  const key = JSON.stringify(variables);
  useEffect(() => {
    const asked = JSON.parse(key) as TVariables | null;
    if (asked === null) return undefined;
    return streams.open(
      document,
      asked,
      {
        onData: (data) => latest.current.onData(data),
        onEnd: (refusal) => latest.current.onEnd?.(refusal),
        onGap: () => latest.current.onGap?.(),
      },
      { endless },
    );
  }, [streams, document, key, endless]);
};
