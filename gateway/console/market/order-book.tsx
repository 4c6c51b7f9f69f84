import { useState } from 'react';
import { BookDocument } from '../__generated__/operations.js';
import type { BookSubscription } from '../__generated__/operations.js';
import { useStream } from '../live/use-live.js';
import { formatPrice, formatQuantity, inWords } from '../ui/format.js';
import { Empty } from '../ui/panel.js';

type Book = NonNullable<BookSubscription['orderBook']>;
type Level = Book['bids'][number];

const depth = 10;

type SideProps = { levels: Level[]; largest: number; kind: string; precision: number };

const Side = ({ levels, largest, kind, precision }: SideProps) => (
  <div className={`side ${kind}`} role="table" aria-label={kind}>
    {levels.map(({ price, quantity }) => (
      <div key={price} className="level" role="row">
        <span role="cell">{formatPrice(price, precision)}</span>
        <span role="cell">{formatQuantity(quantity, 4)}</span>
        <meter aria-hidden="true" min={0} max={largest} value={Number(quantity)} />
      </div>
    ))}
  </div>
);

/** The best prices and how much is offered at each; it says so itself when it cannot be trusted. */
export const OrderBook = ({ symbol, precision }: { symbol: string; precision: number }) => {
  const [shown, setShown] = useState<{ symbol: string; book: Book } | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  useStream(
    BookDocument,
    { symbol, depth },
    {
      onData: ({ orderBook }) => {
        if (orderBook) setShown({ symbol, book: orderBook });
      },
      onEnd: (end) => setRefusal(end?.message ?? null),
    },
  );
  if (shown?.symbol !== symbol)
    return (
      <Empty>{refusal ?? 'No feed keeps a book of this instrument yet. Crypto feeds do.'}</Empty>
    );
  const { bids, asks, synchronized, fault } = shown.book;
  const largest = Math.max(1e-9, ...[...bids, ...asks].map(({ quantity }) => Number(quantity)));
  return (
    <div className="book">
      {!synchronized && <p className="fault">Not whole: {inWords(fault ?? 'unknown')}</p>}
      <Side levels={[...asks].reverse()} largest={largest} kind="asks" precision={precision} />
      <Side levels={bids} largest={largest} kind="bids" precision={precision} />
    </div>
  );
};
