import { types } from 'node:util';
import { ProviderError } from './provider-error.js';

/** What `fetch`, its body stream or the parsing of a body threw; null when it was none of them. */
export const transportFailure = (error: unknown): ProviderError | null => {
  // By name: these errors may come from another realm, where `instanceof` does not know them.
  if (types.isNativeError(error) && error.name === 'SyntaxError')
    return new ProviderError('MALFORMED_ANSWER', 'the answer is not JSON');
  return isNetworkError(error)
    ? new ProviderError('CONNECTION_FAILED', 'the connection failed')
    : null;
};

const isNetworkError = (error: unknown): boolean => {
  for (let cause = error; types.isNativeError(cause); cause = cause.cause) {
    if (cause.name === 'TypeError' && /fetch failed|terminated|network/i.test(cause.message))
      return true;
    const { code } = cause as { code?: unknown };
    if (typeof code === 'string' && /^(E[A-Z]+|UND_ERR_\w+)$/.test(code)) return true;
  }
  return false;
};
