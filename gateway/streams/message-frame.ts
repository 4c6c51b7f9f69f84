/** A whole, unmasked text message: FIN and opcode 1. */
const textFrame = 0x81;
const closingBrace = 0x7d;

/** The part of a `next` message before its payload, which is the same for all events of one operation. */
export const nextPrefix = (id: string): Buffer =>
  Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);

/**
 * A `next` message as the bytes of one WebSocket frame from the server (RFC 6455 §5.2): 7 bits of length up to 125,
 * 16 bits behind 126, 64 bits behind 127.
 */
export const nextFrame = (prefix: Buffer, payload: Buffer): Buffer => {
  const length = prefix.length + payload.length + 1;
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerLength + length);
  frame[0] = textFrame;
  if (headerLength === 2) frame[1] = length;
  else if (headerLength === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  prefix.copy(frame, headerLength);
  payload.copy(frame, headerLength + prefix.length);
  frame[frame.length - 1] = closingBrace;
  return frame;
};

/** The same message as text, for sockets that want to frame it themselves. */
export const nextText = (prefix: Buffer, payload: Buffer): string =>
  `${prefix.toString()}${payload.toString()}}`;
