import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../../foundation/time/clock.js';

export const downloadPath = '/exports/download';

const lifetimeMs = 5 * 60_000;

export type DownloadTicket = { tenantId: string; exportId: string };

/** Links that open one export of one tenant for five minutes, to whoever has them. */
export type DownloadLinks = {
  /** Relative to the address of the API. */
  make(ticket: DownloadTicket): { url: string; expiresAt: Date };
  /** What the link opens now; null when it was changed or is too old. */
  read(query: URLSearchParams): DownloadTicket | null;
};

/** @param secret the platform's key; the links' own key is derived from it. */
export const createDownloadLinks = (secret: Uint8Array, clock: Clock): DownloadLinks => {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'tenant export links', 32));
  const sign = ({ tenantId, exportId }: DownloadTicket, expires: string): Buffer =>
    createHmac('sha256', key).update(`${tenantId}\n${exportId}\n${expires}`).digest();

  return {
    make(ticket) {
      const expiresAtMs = clock.nowMs() + lifetimeMs;
      const query = new URLSearchParams({
        tenant: ticket.tenantId,
        export: ticket.exportId,
        expires: String(expiresAtMs),
        signature: sign(ticket, String(expiresAtMs)).toString('base64url'),
      });
      return { url: `${downloadPath}?${query.toString()}`, expiresAt: new Date(expiresAtMs) };
    },

    read(query) {
      const ticket = { tenantId: query.get('tenant') ?? '', exportId: query.get('export') ?? '' };
      const expires = query.get('expires') ?? '';
      const given = Buffer.from(query.get('signature') ?? '', 'base64url');
      const expected = sign(ticket, expires);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      return clock.nowMs() < Number(expires) ? ticket : null;
    },
  };
};
