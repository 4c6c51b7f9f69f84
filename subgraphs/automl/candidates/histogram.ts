/** Feature values as bin numbers: trees compare bins, not numbers, and look at each row once per feature and node. */
export type Binned = {
  /** Of row i and feature f at `i * width + f`. */
  bins: Uint8Array;
  /** Upper bounds of a feature's bins, the last bin's (which has none) excepted. */
  edges: readonly (readonly number[])[];
  width: number;
};

/** Bins of equal content, at most `binCount` (up to 256) per feature. */
export const binFeatures = (rows: readonly (readonly number[])[], binCount: number): Binned => {
  const width = rows[0]?.length ?? 0;
  const edges = Array.from({ length: width }, (_, feature) => {
    const sorted = Float64Array.from(rows, (row) => row[feature] ?? 0).sort();
    const bounds: number[] = [];
    for (let bin = 1; bin < binCount; bin++) {
      const bound = sorted[Math.floor((bin * sorted.length) / binCount)] ?? 0;
      if (bound > (bounds.at(-1) ?? Number.NEGATIVE_INFINITY)) bounds.push(bound);
    }
    return bounds;
  });
  const bins = new Uint8Array(rows.length * width);
  rows.forEach((row, i) => {
    for (let feature = 0; feature < width; feature++)
      bins[i * width + feature] = binOf(edges[feature] ?? [], row[feature] ?? 0);
  });
  return { bins, edges, width };
};

/** The first bin whose upper bound is not below the value. */
const binOf = (bounds: readonly number[], value: number): number => {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (bounds[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
};
