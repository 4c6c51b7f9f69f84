import { useRef, useState } from 'react';
import type { SubmitEvent } from 'react';
import { PlaceOrderDocument } from '../__generated__/operations.js';
import type { OrderSide, OrderType, TimeInForce } from '../__generated__/operations.js';
import { useCommand } from '../api/use-command.js';
import { idempotencyKey } from '../ids/idempotency-key.js';
import { LivePrice } from '../market/live-price.js';
import { usePriceBoard } from '../market/use-price-board.js';
import type { Instrument } from '../market/watch-list.js';
import { useAddressChoice } from '../routing/router.js';
import { Choice, Field } from '../ui/field.js';
import { formatQuantity, inWords } from '../ui/format.js';
import { Empty, Fault } from '../ui/panel.js';
import { OrderPreview } from './order-preview.js';
import type { Account } from './use-account.js';

const types: readonly OrderType[] = ['MARKET', 'LIMIT', 'STOP_MARKET', 'STOP_LIMIT'];
const times: readonly TimeInForce[] = ['GTC', 'IOC', 'FOK', 'DAY'];

type Draft = {
  type: OrderType;
  quantity: string;
  timeInForce: TimeInForce;
  limitPrice: string;
  stopPrice: string;
};

const hasLimit = ({ type }: Draft): boolean => type === 'LIMIT' || type === 'STOP_LIMIT';
const hasStop = ({ type }: Draft): boolean => type === 'STOP_MARKET' || type === 'STOP_LIMIT';

const Terms = (props: { draft: Draft; change: (part: Partial<Draft>) => void }) => {
  const { draft, change } = props;
  return (
    <>
      <div className="pair">
        <Choice
          label="Type"
          value={draft.type}
          onChange={({ target }) => {
            const type = target.value as OrderType;
            change({ type, timeInForce: type === 'MARKET' ? 'IOC' : 'GTC' });
          }}
          options={types.map((type) => [type, inWords(type)] as const)}
        />
        <Choice
          label="Time in force"
          value={draft.timeInForce}
          onChange={({ target }) => change({ timeInForce: target.value as TimeInForce })}
          options={times.map((time) => [time, time] as const)}
        />
      </div>
      <Field
        label="Quantity"
        inputMode="decimal"
        required
        value={draft.quantity}
        onChange={({ target }) => change({ quantity: target.value })}
      />
      {hasLimit(draft) && (
        <Field
          label="Limit price"
          inputMode="decimal"
          required
          value={draft.limitPrice}
          onChange={({ target }) => change({ limitPrice: target.value })}
        />
      )}
      {hasStop(draft) && (
        <Field
          label="Stop price"
          inputMode="decimal"
          required
          value={draft.stopPrice}
          onChange={({ target }) => change({ stopPrice: target.value })}
        />
      )}
    </>
  );
};

/** Sends a draft; until an answer came, sending it again is sending the same order. */
const usePlacing = (account: Account) => {
  const { run, isRunning, fault } = useCommand(PlaceOrderDocument, 'placeOrder');
  const key = useRef(idempotencyKey());
  const [outcome, setOutcome] = useState<string | null>(null);
  const place = async (symbol: string, side: OrderSide, draft: Draft): Promise<void> => {
    setOutcome(null);
    const placed = await run({
      input: {
        accountId: account.id,
        clientOrderId: key.current,
        symbol,
        side,
        type: draft.type,
        quantity: draft.quantity,
        timeInForce: draft.timeInForce,
        limitPrice: hasLimit(draft) ? draft.limitPrice : null,
        stopPrice: hasStop(draft) ? draft.stopPrice : null,
      },
    });
    if (!placed?.order) return;
    key.current = idempotencyKey();
    const { status, averageFillPrice, denialReason } = placed.order;
    setOutcome(
      denialReason
        ? `Denied: ${inWords(denialReason)}. Change the order and send it again.`
        : `${side === 'BUY' ? 'Buy' : 'Sell'} ${symbol}: ${inWords(status)}${averageFillPrice ? ` at ${averageFillPrice}` : ''}.`,
    );
  };
  return { place, isRunning, fault, outcome };
};

const sideOf = (event: SubmitEvent): OrderSide =>
  event.submitter?.getAttribute('value') === 'SELL' ? 'SELL' : 'BUY';

export const OrderTicket = (props: { account: Account; instruments: readonly Instrument[] }) => {
  const { account, instruments } = props;
  const [symbol, choose] = useAddressChoice('symbol', instruments[0]?.symbol ?? '');
  const instrument = instruments.find((each) => each.symbol === symbol) ?? instruments[0];
  const board = usePriceBoard(instrument ? [instrument.symbol] : []);
  const [draft, setDraft] = useState<Draft>({
    type: 'MARKET',
    quantity: '',
    timeInForce: 'IOC',
    limitPrice: '',
    stopPrice: '',
  });
  const { place, isRunning, fault, outcome } = usePlacing(account);
  if (instrument === undefined) return <Empty>This platform knows no instrument.</Empty>;
  const isHalted = account.tradingState === 'HALTED';
  const price = (side: 'bid' | 'ask') => (
    <LivePrice board={board} symbol={symbol} side={side} precision={instrument.pricePrecision} />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void place(instrument.symbol, sideOf(event.nativeEvent as unknown as SubmitEvent), draft);
      }}
    >
      <Choice
        label="Instrument"
        value={instrument.symbol}
        onChange={({ target }) => choose(target.value)}
        options={instruments.map(({ symbol: each, name }) => [each, `${each} · ${name}`] as const)}
        hint={`At least ${formatQuantity(instrument.minQuantity)}, in steps of ${formatQuantity(instrument.lotSize)}.`}
      />
      <Terms draft={draft} change={(part) => setDraft({ ...draft, ...part })} />
      <OrderPreview
        account={account}
        instrument={instrument}
        board={board}
        quantity={draft.quantity}
        price={hasLimit(draft) ? draft.limitPrice : null}
      />
      {isHalted && <p className="notice">Trading is halted. Resume it to place orders.</p>}
      {fault && <Fault>{fault}</Fault>}
      {outcome && (
        <p className="notice" role="status">
          {outcome}
        </p>
      )}
      <div className="pair">
        <button type="submit" className="sell" value="SELL" disabled={isRunning || isHalted}>
          Sell {price('bid')}
        </button>
        <button type="submit" className="buy" value="BUY" disabled={isRunning || isHalted}>
          Buy {price('ask')}
        </button>
      </div>
    </form>
  );
};
