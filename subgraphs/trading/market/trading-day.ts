const newYork = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  hourCycle: 'h23',
  hour: 'numeric',
});

const hourMs = 3_600_000;
const closingHour = 17;

/**
 * The end of the trading day that `now` is in: the next 17:00 in New York, which is 21:00 UTC in summer and 22:00 in
 * winter. Crypto keeps the same day here, so that one DAY order means one thing.
 */
export const tradingDayEnd = (now: Date): Date => {
  const hour = hourIn(now.getTime());
  const hoursToGo = hour >= closingHour ? closingHour + 24 - hour : closingHour - hour;
  const hourStart = Math.floor(now.getTime() / hourMs) * hourMs;
  const guess = hourStart + hoursToGo * hourMs;
  // Across a change of the clocks the guess is an hour off, one way or the other.
  const off = closingHour - hourIn(guess);
  return new Date(guess + off * hourMs);
};

/** New York is a whole number of hours from UTC: the hour is all that is needed. */
const hourIn = (timeMs: number): number => {
  const part = newYork.formatToParts(timeMs).find(({ type }) => type === 'hour');
  return Number(part?.value);
};
