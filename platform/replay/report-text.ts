import { basename } from 'node:path';
import { Decimal } from '../../foundation/money/decimal.js';
import type { PerformanceOutcome } from './read-outcome.js';
import type { Counted, ReplayReport } from './replay-report.js';

/** How many of many are shown; the rest is counted. */
const shown = 5;

const whole = (value: number): string => value.toLocaleString('en-US');
const percent = (fraction: number): string => `${(fraction * 100).toFixed(2)} %`;
const row = (label: string, text: string): string => `    ${label.padEnd(16)}${text}`;
const more = (text: string): string => row('', text);

const sum = (counted: readonly Counted[]): number =>
  counted.reduce((total, { count }) => total + count, 0);

/** `12 (10 FILLED, 2 DENIED)`. */
const broken = (counted: readonly Counted[]): string => {
  const parts = counted.map(({ what, count }) => `${whole(count)} ${what}`).join(', ');
  return counted.length === 0 ? '0' : `${whole(sum(counted))} (${parts})`;
};

const firstOf = <TItem>(items: readonly TItem[], count: number, text: (item: TItem) => string) => [
  ...items.slice(0, shown).map((item) => more(text(item))),
  ...(count > shown ? [more(`… and ${whole(count - shown)} more`)] : []),
];

const inputLines = (report: ReplayReport): string[] => {
  const seconds = (report.elapsedMs / 1_000).toFixed(1);
  return [
    row(
      'Ticks',
      `${whole(report.ticks)} in ${seconds} s: ${whole(report.ticksPerSecond)} ticks/s through the whole platform`,
    ),
    row('Refused lines', whole(report.rejectedLineCount)),
    ...firstOf(
      report.rejectedLines,
      report.rejectedLineCount,
      ({ file, line, reason }) => `${basename(file)}:${line} ${reason}`,
    ),
    ...(report.rejectedQuotes.length > 0
      ? [row('Doubted quotes', broken(report.rejectedQuotes))]
      : []),
  ];
};

const candleLines = ({ candles, comparisons }: ReplayReport): string[] => [
  row('Candles', `${whole(candles)} of one minute`),
  ...comparisons.flatMap(({ symbol, day, equal, expected, surplus, differences }) => [
    more(
      `${symbol} ${day}: ${whole(equal)} of ${whole(expected)} bars equal, bid and ask` +
        (surplus > 0 ? `; ${whole(surplus)} too many` : ''),
    ),
    ...firstOf(
      differences,
      differences.length,
      ({ openTimeMs, fault }) => `${new Date(openTimeMs).toISOString().slice(11, 16)} ${fault}`,
    ),
  ]),
];

const tradingLines = (report: ReplayReport): string[] => [
  row('Signals', broken(report.signals)),
  row('Orders', broken(report.orders)),
  ...(report.denials.length > 0 ? [more(`denied: ${broken(report.denials)}`)] : []),
  row('Fills', whole(report.fills)),
  ...report.account.positions.map(({ instrument, side, quantity, averagePrice }) =>
    row(
      'Position',
      side === 'FLAT'
        ? `${instrument.symbol} flat`
        : `${instrument.symbol} ${side.toLowerCase()} ${quantity} at ${priceText(averagePrice)}`,
    ),
  ),
];

const priceText = (price: string | null): string =>
  price === null ? 'unknown' : new Decimal(price).toSignificantDigits(8).toFixed();

const money = (amount: string, currency: string): string => {
  const value = new Decimal(amount);
  const [units = '', cents = ''] = value.abs().toFixed(2).split('.');
  const grouped = units.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${value.lt(0) ? '-' : ''}${grouped}.${cents} ${currency}`;
};

type Format = (value: number, performance: PerformanceOutcome) => string;
const ratio: Format = (value) => value.toFixed(2);
const daily =
  (format: Format): Format =>
  (value, performance) =>
    `${format(value, performance)} (of ${performance.dailyReturns} daily returns)`;

const figures: readonly [label: string, name: keyof PerformanceOutcome, format: Format][] = [
  ['Total return', 'totalReturn', percent],
  ['Max drawdown', 'maxDrawdown', percent],
  ['Win rate', 'winRate', percent],
  ['Profit factor', 'profitFactor', ratio],
  ['Volatility', 'volatility', daily(percent)],
  ['Sharpe', 'sharpe', daily(ratio)],
  ['Sortino', 'sortino', daily(ratio)],
];

const performanceLines = ({ account, performance }: ReplayReport): string[] => [
  row('Balance', money(account.balance, account.currency)),
  row('Equity', account.equity === null ? 'unknown' : money(account.equity, account.currency)),
  ...performance.bySymbol.map(({ instrument, realizedPnl, fees, trades }) =>
    row(
      instrument.symbol,
      `${money(realizedPnl, account.currency)} realised in ${whole(trades)} closed trades, ${money(fees, account.currency)} of fees in it`,
    ),
  ),
  ...figures.map(([label, name, format]) => {
    const value = performance[name];
    return row(
      label,
      typeof value === 'number'
        ? format(value, performance)
        : `none: ${reasonFor(name, performance)}`,
    );
  }),
];

/** `maxDrawdown` is MAX_DRAWDOWN among the unavailable figures. */
const reasonFor = (name: string, { unavailable }: PerformanceOutcome): string => {
  const constant = name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  return unavailable.find(({ figure }) => figure === constant)?.message ?? '';
};

/** The summary as a person reads it. */
export const reportText = (report: ReplayReport): string =>
  [
    '',
    ...report.recordings.map(({ symbol, day, file }) => `  ${symbol}, ${day}  (${file})`),
    '',
    ...inputLines(report),
    ...candleLines(report),
    ...tradingLines(report),
    ...performanceLines(report),
    '',
  ].join('\n');
