const timeOfDay = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const none = '–';

export const formatTime = (iso: string | null | undefined): string =>
  iso ? timeOfDay.format(new Date(iso)) : none;

export const formatDateTime = (iso: string | null | undefined): string =>
  iso ? dayAndTime.format(new Date(iso)) : none;

export const formatDay = (iso: string | null | undefined): string =>
  iso ? day.format(new Date(iso)) : none;

/** A decimal string with separators and `digits` places; only for showing, never for reckoning. */
export const formatDecimal = (text: string | number | null | undefined, digits = 2): string => {
  if (text === null || text === undefined) return none;
  return Number(text).toLocaleString(undefined, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
};

/** A price with as many places as its instrument's prices have. */
export const formatPrice = (text: string, precision: number): string => {
  const [whole = '', places = ''] = text.split('.');
  return precision === 0 ? whole : `${whole}.${places.padEnd(precision, '0')}`;
};

/** Up to `digits` places, and no zeros behind. */
export const formatQuantity = (text: string | number | null | undefined, digits = 8): string =>
  text === null || text === undefined
    ? none
    : Number(text).toLocaleString(undefined, { maximumFractionDigits: digits });

export const formatMoney = (text: string | null | undefined, currency: string): string =>
  text === null || text === undefined ? none : `${formatDecimal(text)} ${currency}`;

/** With its sign, so that it can be told without its colour. */
export const formatSigned = (text: string | number | null | undefined, digits = 2): string => {
  if (text === null || text === undefined) return none;
  const value = Number(text);
  return `${value > 0 ? '+' : ''}${formatDecimal(value, digits)}`;
};

/** 0.0123 as "1.23 %". */
export const formatShare = (share: number | null | undefined, digits = 2): string =>
  share === null || share === undefined ? none : `${formatDecimal(share * 100, digits)} %`;

export const formatFigure = (figure: number | null | undefined, digits = 2): string =>
  figure === null || figure === undefined ? none : formatDecimal(figure, digits);

/** MARKET_CLOSED as "market closed". */
export const inWords = (name: string): string => name.toLowerCase().replaceAll('_', ' ');

/** The class of a gain or a loss. */
export const toneOf = (text: string | number | null | undefined): string => {
  const value = Number(text ?? 0);
  return value > 0 ? 'gain' : value < 0 ? 'loss' : '';
};
