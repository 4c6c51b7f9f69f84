import type { Random } from '../../../../foundation/ids/seeded-random.js';
import type { Instrument } from '../../instruments/instrument.js';
import type { BookLevel } from '../../order-books/order-book.js';
import { formatScaled } from '../../prices/scaled-price.js';
import type { MarketProfile } from './market-profile.js';
import type { SimulatedPrice } from './price-process.js';

const levels = 20;

/** A book around a quote: its best prices are the quote's; further away more is on offer, thinned out by chance. */
export const simulatedBook = (
  instrument: Instrument,
  profile: MarketProfile,
  quote: SimulatedPrice,
  random: Random,
): { bids: BookLevel[]; asks: BookLevel[] } => {
  const step = Math.max(1, Math.round(profile.spreadTicks / 4)) * instrument.tickUnits;
  const [, lotFraction = ''] = instrument.lotSize.split('.');
  const lotUnits = Number(instrument.lotSize.replace('.', ''));

  const side = (best: number, direction: 1 | -1): BookLevel[] => {
    const side: BookLevel[] = [];
    let price = best;
    for (let level = 0; level < levels && price > 0; level++) {
      const lots = Math.max(
        1,
        Math.round(profile.topLots * (1 + level * 0.35) * (0.3 + 1.4 * random())),
      );
      side.push({
        price: formatScaled(price, instrument.pricePrecision),
        quantity: formatScaled(lots * lotUnits, lotFraction.length),
      });
      price += direction * step * (1 + Math.floor(random() * 3));
    }
    return side;
  };
  return { bids: side(quote.bid, -1), asks: side(quote.ask, 1) };
};
