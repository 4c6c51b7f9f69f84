import type { Candle } from '../candles/candle.js';
import { checkIndicatorArguments } from './indicator-input.js';
import type { Calculator, IndicatorArguments, IndicatorBar, IndicatorValue } from './calculator.js';
import type { IndicatorName } from './indicator.js';
import { indicators } from './indicator.js';

/** More bars than any indicator of a usual period needs to settle; longer ones settle a little less. */
const mostHistory = 5_000;

/** Where the values of candles come from. */
export type IndicatorSource = {
  valueAt(
    candle: Candle,
    name: IndicatorName,
    options: IndicatorArguments,
  ): Promise<IndicatorValue | null>;
};

export type IndicatorDeps = {
  /** At most `count` closed candles that open before `openTimeMs`, oldest first. */
  before: (openTimeMs: number, count: number) => Promise<readonly Candle[]>;
  barOf: (candle: Candle) => IndicatorBar;
  dayOf: (timeMs: number) => number;
};

const keyOf = (name: IndicatorName, options: IndicatorArguments): string =>
  `${name} ${JSON.stringify(options)}`;

const warmUp = async (
  deps: IndicatorDeps,
  openTimeMs: number,
  name: IndicatorName,
  options: IndicatorArguments,
): Promise<Calculator> => {
  checkIndicatorArguments(options);
  const calculator = indicators[name].create(options, deps.dayOf);
  const count = Math.min(mostHistory, indicators[name].settledAfter(options));
  for (const candle of await deps.before(openTimeMs, count))
    calculator.update(deps.barOf(candle), false);
  return calculator;
};

/** Indicators of candles that were asked for together: each is computed once, over all of them. */
export class IndicatorSeries implements IndicatorSource {
  readonly #values = new Map<string, Promise<Map<number, IndicatorValue | null>>>();

  constructor(
    private readonly deps: IndicatorDeps,
    private readonly candles: readonly Candle[],
  ) {}

  async valueAt(
    candle: Candle,
    name: IndicatorName,
    options: IndicatorArguments,
  ): Promise<IndicatorValue | null> {
    const key = keyOf(name, options);
    const values = this.#values.get(key) ?? this.#compute(name, options);
    this.#values.set(key, values);
    return (await values).get(candle.openTimeMs) ?? null;
  }

  async #compute(
    name: IndicatorName,
    options: IndicatorArguments,
  ): Promise<Map<number, IndicatorValue | null>> {
    const first = this.candles[0]?.openTimeMs ?? 0;
    const calculator = await warmUp(this.deps, first, name, options);
    return new Map(
      this.candles.map((candle) => [
        candle.openTimeMs,
        calculator.update(this.deps.barOf(candle), false),
      ]),
    );
  }
}

/** Indicators of a stream of candles, in which the forming one comes again and again. */
export class LiveIndicators implements IndicatorSource {
  readonly #lines = new Map<string, Promise<Calculator>>();
  readonly #newest = new Map<string, number>();

  constructor(private readonly deps: IndicatorDeps) {}

  async valueAt(
    candle: Candle,
    name: IndicatorName,
    options: IndicatorArguments,
  ): Promise<IndicatorValue | null> {
    const key = keyOf(name, options);
    const newest = this.#newest.get(key) ?? -Infinity;
    // A candle that was revised later: what has been computed since stands on its old state.
    if (candle.openTimeMs < newest) this.#lines.delete(key);
    const isKnown = this.#lines.has(key);
    const line = this.#lines.get(key) ?? warmUp(this.deps, candle.openTimeMs, name, options);
    this.#lines.set(key, line);
    const calculator = await line;
    this.#newest.set(key, candle.openTimeMs);
    return calculator.update(this.deps.barOf(candle), isKnown && candle.openTimeMs === newest);
  }
}
