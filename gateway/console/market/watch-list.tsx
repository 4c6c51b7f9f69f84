import type { WatchListQuery } from '../__generated__/operations.js';
import { LivePrice, LiveSpread } from './live-price.js';
import type { PriceBoard } from './price-board.js';

export type Instrument = NonNullable<WatchListQuery['instruments']>[number];

const step = (rows: readonly Instrument[], symbol: string, by: number): string =>
  rows[Math.min(rows.length - 1, Math.max(0, rows.findIndex((row) => row.symbol === symbol) + by))]
    ?.symbol ?? symbol;

/** Every instrument with its live price; arrows move through it. */
export const WatchList = (props: {
  instruments: readonly Instrument[];
  board: PriceBoard;
  chosen: string;
  onChoose: (symbol: string) => void;
}) => {
  const { instruments, board, chosen, onChoose } = props;
  return (
    <div
      className="scroll watch-list"
      role="listbox"
      tabIndex={0}
      aria-label="Instruments"
      aria-activedescendant={`instrument-${chosen}`}
      onKeyDown={(event) => {
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        onChoose(step(instruments, chosen, by));
      }}
    >
      {instruments.map((instrument) => {
        const { symbol, name, session, pipSize, pricePrecision } = instrument;
        return (
          <div
            key={symbol}
            id={`instrument-${symbol}`}
            role="option"
            aria-selected={symbol === chosen}
            className="row"
            onClick={() => onChoose(symbol)}
          >
            <span className="symbol">
              {symbol}
              <small>{session.isOpen ? name : 'closed'}</small>
            </span>
            <LivePrice board={board} symbol={symbol} side="bid" precision={pricePrecision} />
            <LivePrice board={board} symbol={symbol} side="ask" precision={pricePrecision} />
            <LiveSpread board={board} symbol={symbol} pipSize={pipSize} />
          </div>
        );
      })}
    </div>
  );
};
