import type { ProviderConfig, OpenProviderConfig } from './provider-config.js';
import { variableOf } from './provider-config.js';

/** KEY_REFUSED: the provider turned the key down; it is not asked again until it gets another one. */
export type StoredStatus = 'ACTIVE' | 'KEY_REFUSED';

/** Where a provider's key is kept. */
export type KeyPlace =
  { kind: 'sealed'; sealed: string } | { kind: 'variable'; name: string } | { kind: 'none' };

/** A provider as it is stored. */
export type ProviderRecord = {
  id: string;
  config: OpenProviderConfig;
  key: KeyPlace;
  status: StoredStatus;
  /** Counts its changes from 1. */
  version: number;
  createdAt: Date;
};

/** A key is sealed for its place: it opens for no other provider and no other tenant. */
export const keyContext = (tenantId: string, providerId: string): string =>
  `ai_providers.api_key:${tenantId}:${providerId}`;

/** The description without its key, and the place where the key is kept from now on. */
export const splitKey = async (
  { apiKey, ...config }: ProviderConfig,
  seal: (key: string) => Promise<string>,
): Promise<{ config: OpenProviderConfig; key: KeyPlace }> => {
  if (!apiKey) return { config, key: { kind: 'none' } };
  const name = variableOf(apiKey);
  return name === null
    ? { config, key: { kind: 'sealed', sealed: await seal(apiKey) } }
    : { config, key: { kind: 'variable', name } };
};
