/** Text of a price and a quantity, as Binance has them in its books. */
export type TextLevel = readonly [price: string, quantity: string];

export type BinanceEvent =
  | {
      kind: 'DEPTH';
      symbol: string;
      first: number;
      last: number;
      /** Futures only. */
      previous: number | null;
      eventTimeMs: number;
      bids: readonly TextLevel[];
      asks: readonly TextLevel[];
    }
  | {
      kind: 'BOOK_TICKER';
      symbol: string;
      updateId: number;
      bid: string;
      bidQuantity: string;
      ask: string;
      askQuantity: string;
      /** Futures only: spot does not say when. */
      eventTimeMs: number | null;
    }
  | {
      kind: 'TRADE';
      symbol: string;
      tradeId: number;
      price: string;
      quantity: string;
      /** When it was told, and when it happened. */
      eventTimeMs: number;
      tradeTimeMs: number;
      buyerIsMaker: boolean;
    }
  | {
      kind: 'SNAPSHOT';
      lastUpdateId: number;
      bids: readonly TextLevel[];
      asks: readonly TextLevel[];
    }
  /** Known to Binance, of no use here; or an answer to a request. */
  | { kind: 'OTHER' };

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a message of a websocket stream, single or combined, or the body of `GET /api/v3/depth`.
 * Undefined when it is none.
 */
export const parseBinanceMessage = (text: string): BinanceEvent | undefined => {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(message)) return undefined;
  return isObject(message['data']) ? parseEvent(message['data']) : parseEvent(message);
};

const parseEvent = (data: Fields): BinanceEvent | undefined => {
  switch (data['e']) {
    case 'depthUpdate':
      return depthOf(data);
    case 'trade':
      return tradeOf(data);
    case 'bookTicker':
      return bookTickerOf(data);
    case undefined:
      // Spot's best prices and snapshots have no type.
      if ('u' in data && 's' in data) return bookTickerOf(data);
      if ('lastUpdateId' in data) return snapshotOf(data);
      return 'result' in data || 'id' in data ? { kind: 'OTHER' } : undefined;
    default:
      return { kind: 'OTHER' };
  }
};

const depthOf = ({ s, U, u, pu, E, b, a }: Fields): BinanceEvent | undefined =>
  isText(s) && isNumber(U) && isNumber(u) && isNumber(E) && areLevels(b) && areLevels(a)
    ? {
        kind: 'DEPTH',
        symbol: s,
        first: U,
        last: u,
        previous: isNumber(pu) ? pu : null,
        eventTimeMs: E,
        bids: b,
        asks: a,
      }
    : undefined;

const bookTickerOf = ({ s, u, b, B, a, A, T }: Fields): BinanceEvent | undefined =>
  isText(s) && isNumber(u) && isText(b) && isText(B) && isText(a) && isText(A)
    ? {
        kind: 'BOOK_TICKER',
        symbol: s,
        updateId: u,
        bid: b,
        bidQuantity: B,
        ask: a,
        askQuantity: A,
        eventTimeMs: isNumber(T) ? T : null,
      }
    : undefined;

const tradeOf = ({ s, t, p, q, E, T, m }: Fields): BinanceEvent | undefined =>
  isText(s) && isNumber(t) && isText(p) && isText(q) && isNumber(E) && isNumber(T)
    ? {
        kind: 'TRADE',
        symbol: s,
        tradeId: t,
        price: p,
        quantity: q,
        eventTimeMs: E,
        tradeTimeMs: T,
        buyerIsMaker: m === true,
      }
    : undefined;

const snapshotOf = ({ lastUpdateId, bids, asks }: Fields): BinanceEvent | undefined =>
  isNumber(lastUpdateId) && areLevels(bids) && areLevels(asks)
    ? { kind: 'SNAPSHOT', lastUpdateId, bids, asks }
    : undefined;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const areLevels = (value: unknown): value is TextLevel[] =>
  Array.isArray(value) &&
  value.every((level) => Array.isArray(level) && isText(level[0]) && isText(level[1]));
