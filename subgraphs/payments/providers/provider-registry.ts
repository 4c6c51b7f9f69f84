import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { PaymentProvider } from './payment-provider.js';

export type ProviderRegistry = {
  /** Takes new payments. */
  current: PaymentProvider;
  /**
   * The provider that a payment of the past went by.
   * @throws {DomainError} SERVICE_UNAVAILABLE when it is not set up any more.
   */
  named(name: string): PaymentProvider;
};

/** The first one takes new payments. */
export const createProviderRegistry = (
  providers: readonly [PaymentProvider, ...PaymentProvider[]],
): ProviderRegistry => ({
  current: providers[0],
  named(name) {
    const provider = providers.find((one) => one.name === name);
    if (!provider)
      throw new DomainError('SERVICE_UNAVAILABLE', `The payment provider ${name} is not set up.`);
    return provider;
  },
});
