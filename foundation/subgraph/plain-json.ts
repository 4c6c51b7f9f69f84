type WithToJson = { toJSON: () => unknown };

/**
 * What a value is after a way through JSON text, without the text: a copy that shares nothing with the original, in
 * which dates and decimals are what they write themselves as, and what JSON cannot hold is gone.
 */
export const plainJson = (value: unknown): unknown => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || value === null) return value;
  if (typeof (value as Partial<WithToJson>).toJSON === 'function')
    return plainJson((value as WithToJson).toJSON());
  if (Array.isArray(value)) return value.map((item) => plainJson(item) ?? null);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const inner = plainJson((value as Record<string, unknown>)[key]);
    if (inner === undefined) continue;
    if (key === '__proto__')
      Object.defineProperty(copy, key, {
        value: inner,
        configurable: true,
        enumerable: true,
        writable: true,
      });
    else copy[key] = inner;
  }
  return copy;
};
