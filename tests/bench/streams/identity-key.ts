/** By which the gateway and the subgraphs of this benchmark know each other. */
export const identityKey = new Uint8Array(32).fill(9);
