import { useMemo } from 'react';
import { PricesDocument } from '../__generated__/operations.js';
import { useStream } from '../live/use-live.js';
import { PriceBoard } from './price-board.js';

/** More than a person can read, and little for a slow line. */
const maxRatePerSecond = 20;

/** A board that follows these symbols. */
export const usePriceBoard = (symbols: readonly string[]): PriceBoard => {
  const board = useMemo(() => new PriceBoard(), []);
  useStream(
    PricesDocument,
    symbols.length > 0 ? { symbols: [...symbols], maxRatePerSecond } : null,
    {
      onData: ({ prices }) => {
        if (prices) board.put(prices);
      },
    },
  );
  return board;
};
