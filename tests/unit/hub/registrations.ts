import type { Registration } from '../../../foundation/hub-client/registry-protocol.js';

export const aRegistration = (given: Partial<Registration> = {}): Registration => ({
  instanceId: 'ins_1',
  service: 'trading-engine',
  url: 'http://127.0.0.1:9000',
  port: 9000,
  version: '1.0.0',
  status: 'UP',
  dependencies: [],
  ...given,
});

/** Lets everything run that waits for nothing but its turn. */
export const settle = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
};
