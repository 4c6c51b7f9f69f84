import type { Random } from '../../../../foundation/ids/seeded-random.js';
import type { ScaledPrice } from '../../prices/scaled-price.js';
import type { MarketProfile } from './market-profile.js';

const yearMs = 365 * 86_400_000;
/** Volatility comes and goes in waves of about this length. */
const waveMs = 45 * 60_000;
const waveSize = 0.45;
/** A world drifts back to where it began, with this half-life, so that it stays plausible for months. */
const returnMs = 30 * 86_400_000;

export type SimulatedPrice = { bid: ScaledPrice; ask: ScaledPrice };

/**
 * A random walk of log prices whose volatility itself wanders (a mean-reverting log volatility), with a quote around
 * it. Prices of the walk are real numbers: they are made up, and become exact when they are quoted.
 */
export class PriceProcess {
  #logPrice: number;
  #logVolatility = 0;
  readonly #logHome: number;

  constructor(
    private readonly profile: MarketProfile,
    private readonly scale: { unitsPerOne: number; tickUnits: number },
    private readonly random: Random,
  ) {
    this.#logHome = Math.log(profile.startPrice);
    this.#logPrice = this.#logHome;
  }

  /** Goes on from a known quote. */
  resumeFrom(quote: SimulatedPrice): void {
    this.#logPrice = Math.log((quote.bid + quote.ask) / 2 / this.scale.unitsPerOne);
  }

  /** Lets `durationMs` of open market pass and quotes the price then. */
  next(durationMs: number): SimulatedPrice {
    const wave = durationMs / waveMs;
    this.#logVolatility +=
      -wave * this.#logVolatility + waveSize * Math.sqrt(2 * wave) * this.#gaussian();
    const deviation =
      this.profile.annualVolatility *
      Math.exp(this.#logVolatility - (waveSize * waveSize) / 2) *
      Math.sqrt(durationMs / yearMs);
    this.#logPrice +=
      ((this.#logHome - this.#logPrice) * durationMs) / returnMs + deviation * this.#gaussian();
    return this.#quote();
  }

  /** Exponential waiting time until the next quote, in ms. */
  waitMs(): number {
    const wait = (-Math.log(1 - this.random()) * 1_000) / this.profile.quotesPerSecond;
    return Math.min(5_000, Math.max(10, Math.round(wait)));
  }

  #quote(): SimulatedPrice {
    const { tickUnits, unitsPerOne } = this.scale;
    const spreadTicks = Math.max(
      1,
      Math.round(this.profile.spreadTicks * (0.8 + 0.4 * this.random())),
    );
    const middleTicks = (Math.exp(this.#logPrice) * unitsPerOne) / tickUnits;
    const bidTicks = Math.max(1, Math.round(middleTicks - spreadTicks / 2));
    return { bid: bidTicks * tickUnits, ask: (bidTicks + spreadTicks) * tickUnits };
  }

  /** Box and Muller (1958). */
  #gaussian(): number {
    return Math.sqrt(-2 * Math.log(1 - this.random())) * Math.cos(2 * Math.PI * this.random());
  }
}
