import type {
  SigningKey,
  SigningKeyStore,
} from '../../../subgraphs/tenants/signing-keys/signing-key-store.js';

export const createMemorySigningKeyStore = (): SigningKeyStore & { keys: SigningKey[] } => {
  const keys: SigningKey[] = [];
  const add = (key: SigningKey) => {
    keys.push(key);
    keys.sort((a, b) => b.activatesAt.getTime() - a.activatesAt.getTime());
    return Promise.resolve();
  };
  return {
    keys,
    list: () => Promise.resolve([...keys]),
    addFirst: (candidate) => (keys.length > 0 ? Promise.resolve() : add(candidate)),
    add,
  };
};
