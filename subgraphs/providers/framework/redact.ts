/** Longer than any message that helps, shorter than what floods a log. */
const longestMessage = 500;
const visibleTail = /\b(sk|key|AIza)[-\w*]{4,}/g;

/** A provider's message without the key, whole or as the provider abbreviates it, and of bounded length. */
export const redact = (message: string, apiKey: string | null): string => {
  const withoutKey = apiKey ? message.replaceAll(apiKey, '[key]') : message;
  return withoutKey.replace(visibleTail, '[key]').slice(0, longestMessage);
};
