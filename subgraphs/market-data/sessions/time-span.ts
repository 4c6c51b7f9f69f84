/** Half-open: `[startMs, endMs)`. */
export type TimeSpan = { startMs: number; endMs: number };
