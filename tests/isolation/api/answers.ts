/** An answer without what its caller said itself: refusals repeat it. Shorter words stand for nothing. */
export const withoutSent = (text: string, sent: readonly string[]): string =>
  [...sent]
    .filter((value) => value.length >= 8)
    .sort((one, other) => other.length - one.length)
    .reduce((rest, value) => rest.replaceAll(value, '<sent>'), text);

/** An answer in which nothing is left of what differs from call to call: ids, times, figures. */
export const masked = ({ text, sent }: { text: string; sent: readonly string[] }): string =>
  withoutSent(text, sent)
    .replace(/\b([a-z]{3})_[0-9a-hjkmnp-tv-z]{26}\b/g, '<$1>')
    .replace(/\d{4}-\d{2}-\d{2}[T ][\d:.]+(Z|\+00)/g, '<time>')
    .replace(/-?\d+(\.\d+)?/g, '<number>');

/** Which fields an answer has, of which kind their values are, and the codes of its refusals. */
export const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        name,
        name === 'code' || name === '__typename' ? each : shapeOf(each),
      ]),
    );
  return value === null ? null : typeof value;
};

export const shapeOfText = (text: string): unknown => shapeOf(JSON.parse(text));

type Refusals = { errors?: { extensions?: { code?: string } }[] };

/** The codes of top-level errors and of user errors, wherever they stand. */
export const codesOf = (text: string): string[] => {
  const answer = JSON.parse(text) as Refusals;
  const told = [...text.matchAll(/"userErrors":\[\{[^\]]*?"code":"(\w+)"/g)].map(
    (match) => match[1]!,
  );
  return [...(answer.errors ?? []).map((error) => error.extensions?.code ?? 'NONE'), ...told];
};
