import { isIP } from 'node:net';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { isPublicAddress } from './public-address.js';

const path = ['input', 'url'];

/**
 * The receiver's address, in normal form.
 * @throws {DomainError} INVALID_INPUT unless it is https (http where internal addresses are allowed), without
 *   credentials, and not plainly internal. What its name resolves to is checked at every delivery.
 */
export const parseWebhookUrl = (text: string, allowInternal: boolean): string => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || url.href.length > 2_048)
    throw new DomainError('INVALID_INPUT', 'This is not a usable address.', path);
  if (url.protocol !== 'https:' && !(allowInternal && url.protocol === 'http:'))
    throw new DomainError('INVALID_INPUT', 'Webhooks go to https addresses only.', path);
  if (url.username || url.password)
    throw new DomainError('INVALID_INPUT', 'Leave credentials out of the address.', path);
  if (!allowInternal && isPlainlyInternal(url.hostname))
    throw new DomainError('INVALID_INPUT', 'This is an internal address.', path);
  return url.href;
};

const isPlainlyInternal = (hostname: string): boolean => {
  const address = hostname.replace(/^\[|\]$/g, '');
  if (isIP(address)) return !isPublicAddress(address);
  return hostname === 'localhost' || hostname.endsWith('.localhost') || !hostname.includes('.');
};
