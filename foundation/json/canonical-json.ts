/**
 * JSON with sorted keys and no white space: equal values have equal texts, in whatever order their properties came and
 * wherever they were stored meanwhile. Members that are undefined are left out; an undefined value is `null`.
 * @throws {TypeError} for what JSON cannot hold, such as a bigint.
 */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
};
