import { useEffect } from 'react';
import { WatchListDocument } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import { useAddressChoice } from '../routing/router.js';
import { Empty, Loaded, Panel } from '../ui/panel.js';
import { CandlePanel } from './candle-panel.js';
import { FeedHealth } from './feed-health.js';
import { OrderBook } from './order-book.js';
import { usePriceBoard } from './use-price-board.js';
import { WatchList } from './watch-list.js';
import type { Instrument } from './watch-list.js';

const sessionsChangeMs = 60_000;

const Market = ({ instruments }: { instruments: readonly Instrument[] }) => {
  const board = usePriceBoard(instruments.map(({ symbol }) => symbol));
  const [symbol, choose] = useAddressChoice('symbol', instruments[0]?.symbol ?? '');
  useEffect(() => {
    for (const { symbol: of, quote } of instruments) if (quote) board.put({ symbol: of, ...quote });
  }, [board, instruments]);
  const instrument = instruments.find((each) => each.symbol === symbol) ?? instruments[0];
  if (instrument === undefined) return <Empty>This platform knows no instrument.</Empty>;
  return (
    <div className="market">
      <Panel title="Watch list" className="watch">
        <WatchList
          instruments={instruments}
          board={board}
          chosen={instrument.symbol}
          onChoose={choose}
        />
      </Panel>
      <CandlePanel instrument={instrument} />
      <Panel title="Order book" className="depth">
        <OrderBook
          key={instrument.symbol}
          symbol={instrument.symbol}
          precision={instrument.pricePrecision}
        />
      </Panel>
      <Panel title="Feeds" className="feeds">
        <FeedHealth />
      </Panel>
    </div>
  );
};

export const MarketPage = () => {
  const watchList = useData(WatchListDocument, {}, { everyMs: sessionsChangeMs });
  return (
    <Loaded from={watchList}>
      {({ instruments }) => <Market instruments={instruments ?? []} />}
    </Loaded>
  );
};
