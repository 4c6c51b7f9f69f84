import type { RawQuote, RawTrade } from '../feeds/feed-adapter.js';
import type { Instrument } from '../instruments/instrument.js';
import type { AcceptedQuote } from './quote-intake.js';
import { QuoteIntake } from './quote-intake.js';
import type { RejectionReason } from './rejection.js';
import type { AcceptedTrade } from './trade-intake.js';
import { TradeIntake } from './trade-intake.js';

/** What was decided about one event, and what it was found missing before it. */
export type Judged<TRaw, TAccepted> = {
  lane: FeedLane;
  raw: TRaw;
  verdict: TAccepted | RejectionReason;
  gap: { first: number; last: number } | null;
};
export type JudgedQuote = Judged<RawQuote, AcceptedQuote>;
export type JudgedTrade = Judged<RawTrade, AcceptedTrade>;

/** One symbol of one feed. */
export class FeedLane {
  quotes: QuoteIntake;
  trades: TradeIntake;
  /** Counts the prices that were told. */
  told = 0;

  constructor(readonly instrument: Instrument) {
    this.quotes = new QuoteIntake(instrument);
    this.trades = new TradeIntake(instrument);
  }

  judgeQuote(raw: RawQuote, nowMs: number | null): JudgedQuote {
    const verdict = this.quotes.judge(raw, nowMs);
    return { lane: this, raw, verdict, gap: this.quotes.takeGap() };
  }

  judgeTrade(raw: RawTrade, nowMs: number | null): JudgedTrade {
    const verdict = this.trades.judge(raw, nowMs);
    return { lane: this, raw, verdict, gap: this.trades.takeGap() };
  }

  /** Answers how to take back all that is judged from now on. */
  checkpoint(): () => void {
    const { quotes, trades } = this;
    this.quotes = quotes.copy();
    this.trades = trades.copy();
    return () => {
      this.quotes = quotes;
      this.trades = trades;
    };
  }
}
