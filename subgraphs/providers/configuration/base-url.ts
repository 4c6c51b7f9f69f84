import { isIP } from 'node:net';
import type { ConfigurableType } from '../adapters/create-provider.js';

/** What tenants may point this service at, and with which of the operator's keys. */
export type AddressRules = {
  /** Origins inside the operator's network that tenants may use. */
  privateOrigins: ReadonlySet<string>;
  /** Variables that hold keys of the operator's, each with the one origin that it may be sent to. */
  sharedKeys: ReadonlyMap<string, string>;
};

export const officialAddresses: Readonly<Record<ConfigurableType, string | null>> = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com',
  google: 'https://generativelanguage.googleapis.com',
  ollama: 'http://localhost:11434',
  custom: null,
};

const inside = /(^|\.)(localhost|local|internal|home\.arpa)$/;

/**
 * Why a tenant may not use this address; null when it may. Anything that could be a machine inside the operator's
 * network must be named by the operator: the rest is https to a public name, so a name that resolves to an inner
 * machine meets a certificate that does not fit.
 */
export const addressFault = (
  type: ConfigurableType,
  baseUrl: string,
  { privateOrigins }: AddressRules,
): string | null => {
  const url = new URL(baseUrl);
  if (url.username || url.password || url.search || url.hash)
    return 'Give an address without user, query or fragment.';
  if (privateOrigins.has(url.origin)) return null;
  // Google's SDK follows redirects and would take the key along.
  if (type === 'google' && url.origin !== officialAddresses.google)
    return `Google's API is at ${officialAddresses.google}.`;
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const isPublicName = host.includes('.') && isIP(host) === 0 && !inside.test(host);
  if (url.protocol === 'https:' && isPublicName) return null;
  return 'Give an https address with a public name; the operator can allow others by AI_PRIVATE_ORIGINS.';
};
