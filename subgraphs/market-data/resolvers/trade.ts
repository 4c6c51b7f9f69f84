import type { TradeView } from '../trades/trade-service.js';

export const tradeResolvers = {
  id: ({ trade }: TradeView): string => trade.tradeId,
  symbol: ({ trade }: TradeView): string => trade.symbol,
  price: ({ price }: TradeView): string => price,
  quantity: ({ quantity }: TradeView): string => quantity,
  aggressor: ({ trade }: TradeView): string | null => trade.aggressor,
  sequence: ({ trade }: TradeView): number | null => trade.sequence,
  eventTime: ({ trade }: TradeView): Date => new Date(trade.eventTimeMs),
  receivedAt: ({ trade }: TradeView): Date => new Date(trade.receivedAtMs),
  feed: ({ trade }: TradeView): string => trade.feed,
};
