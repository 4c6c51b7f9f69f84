import type { IncomingMessage } from 'node:http';

/**
 * The network address of the client. Each trusted proxy appends the address that it saw to X-Forwarded-For; what
 * stands before those entries was written by the client and proves nothing.
 */
export const clientAddressOf = (
  request: IncomingMessage,
  trustedProxies: number,
): string | undefined => {
  const peer = request.socket.remoteAddress;
  if (trustedProxies === 0) return peer;
  const header = request.headers['x-forwarded-for'];
  const hops = (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '');
  return hops.at(-trustedProxies) ?? hops.at(0) ?? peer;
};
