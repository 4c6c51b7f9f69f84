/** Names one intention of the viewer: sent twice, it is done once. */
export const idempotencyKey = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `console-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
};
