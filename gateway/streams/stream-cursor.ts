import { createHmac, timingSafeEqual } from 'node:crypto';

const tagBytes = 16;

export type StreamCursors = {
  /** A place in a stream as a client may keep it. */
  seal(place: string, binding: string): string;
  /** The place, or null when the cursor is not ours or is of another stream or tenant. */
  open(cursor: string, binding: string): string | null;
};

/**
 * Cursors of lossless streams: `base64url(place).base64url(tag)`, where the tag (HMAC-SHA-256, cut to 128 bits) covers
 * the place and what the cursor is bound to. Every gateway with the same key reads them.
 * @param key at least 32 bytes, used for nothing else.
 */
export const createStreamCursors = (key: Uint8Array): StreamCursors => {
  const tagOf = (place: string, binding: string): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([place, binding]))
      .digest()
      .subarray(0, tagBytes);

  return {
    seal: (place, binding) =>
      `${Buffer.from(place).toString('base64url')}.${tagOf(place, binding).toString('base64url')}`,
    open(cursor, binding) {
      const [body = '', tag = ''] = cursor.split('.');
      const place = Buffer.from(body, 'base64url').toString();
      const given = Buffer.from(tag, 'base64url');
      const expected = tagOf(place, binding);
      return given.length === expected.length && timingSafeEqual(given, expected) ? place : null;
    },
  };
};
