import type { RawQuote } from '../feed-adapter.js';

/** All quotes of one millisecond, of whichever symbol. */
export type Burst = { timeMs: number; quotes: RawQuote[] };

type Source = {
  groups: AsyncIterator<readonly RawQuote[]>;
  group: readonly RawQuote[];
  index: number;
};

/**
 * Several sources, each in order of time, as one sequence of bursts. Quotes of the same instant keep the order of
 * their sources, so that a replay is the same every time.
 */
export async function* mergeByTime(
  groups: readonly AsyncIterable<readonly RawQuote[]>[],
): AsyncGenerator<Burst> {
  const sources: Source[] = groups.map((source) => ({
    groups: source[Symbol.asyncIterator](),
    group: [],
    index: 0,
  }));
  let burst: Burst | undefined;
  try {
    for (let next = await takeEarliest(sources); next; next = await takeEarliest(sources)) {
      const timeMs = Math.floor(next.eventTimeMs);
      if (burst?.timeMs === timeMs) burst.quotes.push(next);
      else {
        if (burst) yield burst;
        burst = { timeMs, quotes: [next] };
      }
    }
    if (burst) yield burst;
  } finally {
    for (const { groups: source } of sources) await source.return?.();
  }
}

const takeEarliest = async (sources: readonly Source[]): Promise<RawQuote | undefined> => {
  let earliest: Source | undefined;
  for (const source of sources) {
    if (source.index >= source.group.length) await refill(source);
    const head = source.group[source.index];
    if (!head) continue;
    const best = earliest?.group[earliest.index];
    if (!best || head.eventTimeMs < best.eventTimeMs) earliest = source;
  }
  return earliest?.group[earliest.index++];
};

const refill = async (source: Source): Promise<void> => {
  source.group = [];
  source.index = 0;
  while (source.group.length === 0) {
    const next = await source.groups.next();
    if (next.done) return;
    source.group = next.value;
  }
};
