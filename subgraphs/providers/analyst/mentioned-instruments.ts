type Named = { symbol: string; name: string };

const most = 3;
/** Words that stand in names but name no instrument by themselves. */
const commonWords = new Set(['us', 'dollar', 'ounce', 'troy', 'pound', 'the']);

/** The instruments that a text speaks of, by symbol (also as EUR/USD) or by a word of its name (gold); at most three. */
export const mentionedInstruments = <TInstrument extends Named>(
  text: string,
  instruments: readonly TInstrument[],
): TInstrument[] => {
  const words = new Set(text.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  const joined = text.toLowerCase().replace(/(?<=[a-z]{3})[/-](?=[a-z]{3})/g, '');
  const bySymbol = instruments.filter(({ symbol }) =>
    new RegExp(`(^|[^a-z0-9])${symbol.toLowerCase()}([^a-z0-9]|$)`).test(joined),
  );
  const byName = instruments.filter(({ name }) =>
    baseWordsOf(name).some((word) => words.has(word)),
  );
  return (bySymbol.length > 0 ? bySymbol : byName).slice(0, most);
};

/** Of `Gold (troy ounce) / US dollar`: gold. */
const baseWordsOf = (name: string): string[] =>
  (name.split('/')[0] ?? '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 2 && !commonWords.has(word));
