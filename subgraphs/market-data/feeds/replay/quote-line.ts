const dayMs = 86_400_000;

export type QuoteLine = { msOfDay: number; bid: string; ask: string };

/** Reads `ms since midnight,bid,ask`; answers in words why a line is refused. Bid and ask stay the text they are. */
export const parseQuoteLine = (line: string, previousMs: number): QuoteLine | string => {
  const fields = line.split(',');
  const [time = '', bid = '', ask = ''] = fields;
  if (fields.length !== 3) return `has ${fields.length} fields instead of 3`;
  if (!/^\d{1,8}(\.\d{1,9})?$/.test(time)) return `"${excerpt(time)}" is not a time in ms`;
  const msOfDay = Number(time);
  if (msOfDay >= dayMs) return `${time} ms is not within a day`;
  if (msOfDay < previousMs) return `goes back in time, from ${previousMs} to ${time} ms`;
  for (const price of [bid, ask])
    if (!/^\d{1,12}(\.\d{1,12})?$/.test(price)) return `"${excerpt(price)}" is not a price`;
  return { msOfDay, bid, ask };
};

const excerpt = (text: string): string => (text.length > 24 ? `${text.slice(0, 24)}…` : text);
