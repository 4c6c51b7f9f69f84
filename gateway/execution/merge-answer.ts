export type JsonObject = Record<string, unknown>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Writes what a subgraph answered into an object of the answer, as Apollo's executor does: objects are merged, lists of
 * equal length item by item, everything else is replaced.
 */
export const mergeAnswer = (target: JsonObject, source: JsonObject): void => {
  for (const key of Object.keys(source)) {
    const value = source[key];
    if (value === undefined) continue;
    const known = Object.hasOwn(target, key) ? target[key] : undefined;
    if (known && isJsonObject(value)) mergeAnswer(known as JsonObject, value);
    else if (Array.isArray(value) && Array.isArray(known) && known.length === value.length)
      mergeLists(known, value);
    else write(target, key, value);
  }
};

const mergeLists = (target: unknown[], source: readonly unknown[]): void => {
  source.forEach((value, index) => {
    const known = target[index];
    if (isJsonObject(known) && isJsonObject(value)) mergeAnswer(known, value);
    else target[index] = value;
  });
};

/** A property named `__proto__` is data like any other, never a prototype. */
const write = (target: JsonObject, key: string, value: unknown): void => {
  if (key === '__proto__')
    Object.defineProperty(target, key, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  else target[key] = value;
};

/** A copy that shares nothing with the original, which must be JSON. */
export const copyJson = <TValue>(value: TValue): TValue => {
  if (Array.isArray(value)) return value.map(copyJson) as TValue;
  if (!isJsonObject(value)) return value;
  const copy: JsonObject = {};
  for (const key of Object.keys(value)) write(copy, key, copyJson(value[key]));
  return copy as TValue;
};
