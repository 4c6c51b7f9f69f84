import { seededRandom } from '../../../foundation/ids/seeded-random.js';

export type MadeUpDay = {
  /** As a tick file has it, with faulty lines among the ticks. */
  ticks: string;
  /** As a minute file has it. */
  minutes: string;
  tickCount: number;
  minuteCount: number;
  /** Line numbers of the faulty ones. */
  faultyLines: number[];
};

type Side = { open: string; high: string; low: string; close: string };

const stepMs = 7_000;
const points = 100_000;
const faults = ['not a line of prices', '1,2', '100,1.1,abc', '99999999,1.1,1.2', ''];

/** Hours of EURUSD with swings that cross averages, and the minutes that follow from them. */
export const makeUpDay = (hours: number): MadeUpDay => {
  const random = seededRandom(11);
  const lines: string[] = [];
  const faultyLines: number[] = [];
  const minutes = new Map<number, { bid: Side; ask: Side }>();
  let tickCount = 0;
  for (let timeMs = 250; timeMs < hours * 3_600_000; timeMs += stepMs) {
    if (tickCount % 400 === 399) {
      lines.push(faults[faultyLines.length % faults.length] ?? '');
      faultyLines.push(lines.length);
    }
    const swing = Math.sin(timeMs / 1_200_000) * 60 + Math.floor(random() * 5);
    const bid = ((137_000 + Math.round(swing)) / points).toFixed(5);
    const ask = ((137_002 + Math.round(swing)) / points).toFixed(5);
    lines.push(`${timeMs}.5,${bid},${ask}`);
    tickCount++;
    const minute = Math.floor(timeMs / 60_000);
    const bar = minutes.get(minute);
    minutes.set(minute, { bid: grown(bar?.bid, bid), ask: grown(bar?.ask, ask) });
  }
  return {
    ticks: `${lines.join('\n')}\n`,
    minutes: [...minutes]
      .map(([minute, { bid, ask }]) => [minute * 60_000, sideText(bid), sideText(ask)].join(','))
      .join('\n'),
    tickCount,
    minuteCount: minutes.size,
    faultyLines,
  };
};

/** Prices of one length compare as text. */
const grown = (side: Side | undefined, price: string): Side =>
  side
    ? {
        open: side.open,
        high: price > side.high ? price : side.high,
        low: price < side.low ? price : side.low,
        close: price,
      }
    : { open: price, high: price, low: price, close: price };

const sideText = ({ open, high, low, close }: Side): string => `${open},${high},${low},${close},0`;
