/** Why our own risk check said no, in NautilusTrader's words where it has one. */
export const denialReasons = {
  INSTRUMENT_NOT_FOUND: 'There is no such instrument.',
  QUANTITY_BELOW_MINIMUM: 'The quantity is less than the instrument allows.',
  QUANTITY_EXCEEDS_MAXIMUM: 'The quantity is more than the instrument allows.',
  QUANTITY_NOT_MULTIPLE_OF_LOT: 'The quantity is not a whole number of lots.',
  PRICE_NOT_MULTIPLE_OF_TICK: 'A price is not a whole number of ticks.',
  TRADING_HALTED: 'Trading on this account is halted.',
  TRADING_STATE_REDUCING: 'Only orders that make a position smaller are let through.',
  MARKET_CLOSED: 'The market is out of session.',
  NO_FRESH_PRICE: 'There is no recent quote to judge the order by.',
  NO_CONVERSION_PRICE: "There is no recent rate to the account's currency.",
  POSITION_PRICE_UNKNOWN: 'An open position cannot be valued.',
  OPEN_ORDERS_EXCEED_MAXIMUM: 'Too many orders are open on this account.',
  NOTIONAL_BELOW_MINIMUM: 'The order is worth less than the instrument allows.',
  NOTIONAL_EXCEEDS_MAX_PER_ORDER: 'The order is larger than one order may be.',
  PRICE_OUTSIDE_COLLAR: 'The limit lies too far on the far side of the market.',
  RATE_LIMIT_EXCEEDED: 'Too many orders were placed within this minute.',
  DAILY_LOSS_LIMIT_REACHED: 'The account has lost as much today as its risk profile allows.',
  DRAWDOWN_LIMIT_REACHED: 'The account has fallen as far as its risk profile allows.',
  COOLING_DOWN: 'A position in this instrument was stopped out a moment ago.',
  STOP_LOSS_GUARD: 'As many positions were stopped out today as the risk profile allows.',
  POSITION_EXCEEDS_MAXIMUM: "The position would be larger than the tenant's settings allow.",
  POSITION_EXCEEDS_EQUITY_SHARE: 'The position would be larger than the risk profile allows.',
  LEVERAGE_EXCEEDS_MAXIMUM: 'All positions together would be larger than the risk profile allows.',
  MARGIN_EXCEEDS_FREE_BALANCE: 'The free margin does not carry the order.',
} as const;

export type DenialReason = keyof typeof denialReasons;
