import type { signalDirections, signalStatuses } from '../../../foundation/events/signal-events.js';
import type { Decimal } from '../../../foundation/money/decimal.js';

export type SignalDirection = (typeof signalDirections)[number];
export type SignalStatus = (typeof signalStatuses)[number];

/** What a strategy, or somebody on its behalf, thinks of an instrument, before it is acted on. */
export type SignalIntent = {
  /** Names the signal within its strategy; one that is told twice is acted on once. */
  externalId: string;
  strategyId: string;
  symbol: string;
  direction: SignalDirection;
  /** 0 to 1; null when the source gives none. */
  confidence: Decimal | null;
  rationale: string;
  /** The instant of the data that it was derived from. */
  generatedAt: Date;
};

export type Signal = SignalIntent & {
  id: string;
  accountId: string;
  status: SignalStatus;
  orderId: string | null;
  createdAt: Date;
};
