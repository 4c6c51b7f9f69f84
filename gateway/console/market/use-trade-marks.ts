import { useMemo } from 'react';
import { FillMarkersDocument, OrderUpdatesDocument } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import { useStream } from '../live/use-live.js';
import { useAccount } from '../trade/use-account.js';
import type { TradeMark } from './candle-chart.js';

/** The newest fills of this instrument, for the chart. */
export const useTradeMarks = (symbol: string): readonly TradeMark[] => {
  const { account } = useAccount();
  const variables = account ? { accountId: account.id } : null;
  const { data, refetch } = useData(FillMarkersDocument, variables);
  useStream(OrderUpdatesDocument, variables, {
    onData: ({ orderUpdates }) => {
      if (orderUpdates?.type === 'FILLED') refetch();
    },
    onGap: refetch,
  });
  return useMemo(
    () =>
      (data?.orders?.nodes ?? [])
        .filter(({ instrument }) => instrument?.symbol === symbol)
        .flatMap(({ side, fills }) => fills.map(({ time }) => ({ time, side }))),
    [data, symbol],
  );
};
