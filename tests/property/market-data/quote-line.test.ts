import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergeByTime } from '../../../subgraphs/market-data/feeds/replay/merge-by-time.js';
import { parseQuoteLine } from '../../../subgraphs/market-data/feeds/replay/quote-line.js';

const dayMs = 86_400_000;
const price = fc
  .tuple(fc.integer({ min: 0, max: 999_999 }), fc.integer({ min: 0, max: 99_999 }))
  .map(([whole, part]) => `${whole}.${String(part).padStart(5, '0')}`);
const time = fc
  .integer({ min: 0, max: dayMs * 1_000 - 1 })
  .map((microseconds) => microseconds / 1_000);

describe('parseQuoteLine', () => {
  it('takes every well-formed line as it is written', () => {
    fc.assert(
      fc.property(time, price, price, (msOfDay, bid, ask) => {
        expect(parseQuoteLine(`${msOfDay},${bid},${ask}`, 0)).toEqual({ msOfDay, bid, ask });
      }),
    );
  });

  it('answers any other text with a reason and never throws', () => {
    const damage = fc.constantFrom('', ' ', 'x', ',', '-', '+', 'e', '.', '\t', '\u0000', '１');
    const damaged = fc
      .tuple(time, price, price, damage, fc.nat())
      .map(([msOfDay, bid, ask, text, place]) => {
        const line = `${msOfDay},${bid},${ask}`;
        const index = place % (line.length + 1);
        return line.slice(0, index) + text + line.slice(index + 1);
      });
    fc.assert(
      fc.property(fc.oneof(fc.string(), damaged), (line) => {
        const parsed = parseQuoteLine(line, 0);
        if (typeof parsed === 'string') expect(parsed).not.toBe('');
        else expect(line).toMatch(/^[\d.]+,[\d.]+,[\d.]+$/);
      }),
    );
  });

  it('refuses a line that goes back in time', () => {
    fc.assert(
      fc.property(time, fc.double({ min: 0.001, max: dayMs, noNaN: true }), (msOfDay, back) => {
        expect(typeof parseQuoteLine(`${msOfDay},1.1,1.2`, msOfDay + back)).toBe('string');
      }),
    );
  });
});

describe('mergeByTime', () => {
  const source = (symbol: string) =>
    fc
      .array(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 5 }), { maxLength: 8 })
      .map((groups) => {
        const times = groups.flat().sort((a, b) => a - b);
        return groups.map((group) =>
          group.map(() => ({ symbol, bid: '1', ask: '1', eventTimeMs: times.shift()! / 4 })),
        );
      });

  it('keeps all quotes, in order of time, one burst per millisecond', async () => {
    await fc.assert(
      fc.asyncProperty(source('A'), source('B'), source('C'), async (...sources) => {
        const bursts = [];
        for await (const burst of mergeByTime(sources.map(stream))) bursts.push(burst);
        const merged = bursts.flatMap(({ quotes }) => quotes);
        const all = sources.flat(2);
        expect(merged).toHaveLength(all.length);
        expect(new Set(merged)).toEqual(new Set(all));
        expect(merged.map((quote) => quote.eventTimeMs)).toEqual(
          all.map((quote) => quote.eventTimeMs).sort((a, b) => a - b),
        );
        expect(bursts.map(({ timeMs }) => timeMs)).toEqual([
          ...new Set(merged.map((quote) => Math.floor(quote.eventTimeMs))),
        ]);
      }),
    );
  });
});

// eslint-disable-next-line @typescript-eslint/require-await -- a file, but for its bytes
async function* stream<T>(groups: readonly T[]): AsyncGenerator<T> {
  yield* groups;
}
