import { useEffect, useState } from 'react';
import { RiskLimitsDocument } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import type { PriceBoard } from '../market/price-board.js';
import type { Instrument } from '../market/watch-list.js';
import { formatDecimal, formatShare, inWords } from '../ui/format.js';
import type { Account } from './use-account.js';

/** The price to reckon with, once a second: a figure that flickers cannot be read. */
const useCalmPrice = (board: PriceBoard, symbol: string): string | null => {
  const [price, setPrice] = useState<string | null>(null);
  useEffect(() => {
    const read = (): void => setPrice(board.latest(symbol)?.ask ?? null);
    const first = board.watch(symbol, read);
    const timer = setInterval(read, 1_000);
    read();
    first();
    return () => clearInterval(timer);
  }, [board, symbol]);
  return price;
};

/**
 * What an order would come to, before it is sent. The risk engine decides with the exact figures of its moment; these are
 * for the eye.
 */
export const OrderPreview = (props: {
  account: Account;
  instrument: Instrument;
  board: PriceBoard;
  quantity: string;
  /** Null: at market. */
  price: string | null;
}) => {
  const { account, instrument, board, quantity, price } = props;
  const { data } = useData(RiskLimitsDocument, {});
  const market = useCalmPrice(board, instrument.symbol);
  const notional = Number(quantity) * Number(price ?? market ?? Number.NaN);
  const share =
    instrument.quoteCurrency === account.currency && account.equity !== null
      ? notional / Number(account.equity)
      : null;
  const limits = data?.riskLimits?.profile;
  return (
    <dl className="preview" aria-label="Before you send it">
      <div>
        <dt>Worth about</dt>
        <dd>{notional > 0 ? `${formatDecimal(notional)} ${instrument.quoteCurrency}` : '–'}</dd>
      </div>
      {share !== null && share > 0 && (
        <div>
          <dt>Share of equity</dt>
          <dd className={limits && share > Number(limits.maxPositionOfEquity) ? 'loss' : ''}>
            {formatShare(share, 1)}
          </dd>
        </div>
      )}
      {limits && (
        <>
          <div>
            <dt>Risk profile</dt>
            <dd>{inWords(limits.profile)}</dd>
          </div>
          <div>
            <dt>Largest position</dt>
            <dd>{formatShare(Number(limits.maxPositionOfEquity), 0)} of equity</dd>
          </div>
          <div>
            <dt>Largest leverage</dt>
            <dd>{formatDecimal(limits.maxLeverage, 0)} ×</dd>
          </div>
          <div>
            <dt>Price collar</dt>
            <dd>{formatShare(Number(limits.priceCollar), 1)}</dd>
          </div>
        </>
      )}
    </dl>
  );
};
