// How fast a backtest plays stored minutes on one core: npm run bench -- backtest [minutes] [fast] [slow]
import { MarketTape } from '../../subgraphs/trading/backtests/simulation/market-tape.js';
import { Simulation } from '../../subgraphs/trading/backtests/simulation/simulation.js';
import { setupOf, termsOf, wanderingMarket, windowOf } from '../unit/trading/past-market.js';

const [minutes = 10_080, fast = 12, slow = 26] = process.argv.slice(2).map(Number);
const windowLength = 720;

const candles = wanderingMarket(7, minutes);
const terms = termsOf(windowOf(candles));
const rule = { ...terms.strategy.rule, fast, slow };
const simulation = new Simulation(setupOf({ ...terms, strategy: { ...terms.strategy, rule } }));
const tape = new MarketTape({ fromMs: terms.from.getTime(), toMs: terms.to.getTime() });

const startedAt = performance.now();
const cpuBefore = process.cpuUsage();
let events = 0;
await simulation.start();
for (let i = 0; i < candles.length; i += windowLength) {
  const told = tape.eventsOf(windowOf(candles.slice(i, i + windowLength)));
  await simulation.play(told);
  events += told.length;
}
const { orders, result } = await simulation.finish();
const seconds = (performance.now() - startedAt) / 1_000;
const { user, system } = process.cpuUsage(cpuBefore);
const cpuSeconds = (user + system) / 1e6;

const perSecond = (time: number) => Math.round(events / time).toLocaleString('en');
console.log(
  `${minutes.toLocaleString('en')} minutes, ${events.toLocaleString('en')} events, ` +
    `${orders.length.toLocaleString('en')} orders, ${result.fills.toLocaleString('en')} fills in ${seconds.toFixed(2)} s: ` +
    `${perSecond(seconds)} events/s, ${perSecond(cpuSeconds)} per second of CPU`,
);
