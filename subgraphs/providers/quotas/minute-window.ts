const minuteMs = 60_000;

/** What was admitted in the current clock minute. */
export type MinuteWindow = { startMs: number; requests: number; tokens: number };
export type MinuteLimits = { requestsPerMinute: number; tokensPerMinute: number };

export const minuteOf = (nowMs: number): number => nowMs - (nowMs % minuteMs);

/** The window as it stands now: emptied when a new minute has begun. */
export const currentWindow = (window: MinuteWindow, nowMs: number): MinuteWindow => {
  const startMs = minuteOf(nowMs);
  return startMs > window.startMs ? { startMs, requests: 0, tokens: 0 } : window;
};

/** How long until the next minute, when one more request of `tokens` does not fit into this one; null when it fits. */
export const waitFor = (
  window: MinuteWindow,
  limits: MinuteLimits,
  tokens: number,
  nowMs: number,
): number | null => {
  const fits =
    window.requests + 1 <= limits.requestsPerMinute &&
    window.tokens + tokens <= limits.tokensPerMinute;
  return fits ? null : window.startMs + minuteMs - nowMs;
};

export const withRequest = (window: MinuteWindow, tokens: number): MinuteWindow => ({
  ...window,
  requests: window.requests + 1,
  tokens: window.tokens + tokens,
});
