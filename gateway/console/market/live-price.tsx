import { useLayoutEffect, useRef } from 'react';
import { formatPrice } from '../ui/format.js';
import type { PriceBoard } from './price-board.js';

type LivePriceProps = {
  board: PriceBoard;
  symbol: string;
  side: 'bid' | 'ask';
  precision: number;
};

const moves = { '-1': 'fell', 0: 'same', 1: 'rose' } as const;

/** Painted past React: a hundred prices may change in one frame. */
export const LivePrice = ({ board, symbol, side, precision }: LivePriceProps) => {
  const cell = useRef<HTMLSpanElement>(null);
  useLayoutEffect(
    () =>
      board.watch(symbol, (tick) => {
        const element = cell.current;
        if (element === null) return;
        // A text node that is there already is changed in place.
        const text = formatPrice(tick[side], precision);
        if (element.firstChild) element.firstChild.nodeValue = text;
        else element.textContent = text;
        if (tick.move !== 0) element.dataset['move'] = moves[tick.move];
      }),
    [board, symbol, side, precision],
  );
  return <span ref={cell} className="price" />;
};

/** In pips, or in steps of the price where the field knows no pips. */
export const LiveSpread = (props: { board: PriceBoard; symbol: string; pipSize: string }) => {
  const { board, symbol, pipSize } = props;
  const cell = useRef<HTMLSpanElement>(null);
  useLayoutEffect(
    () =>
      board.watch(symbol, ({ bid, ask }) => {
        const pips = (Number(ask) - Number(bid)) / Number(pipSize);
        if (cell.current) cell.current.textContent = pips.toFixed(1);
      }),
    [board, symbol, pipSize],
  );
  return <span ref={cell} className="spread" />;
};
