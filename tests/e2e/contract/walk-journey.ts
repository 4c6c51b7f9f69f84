import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ContractClient, servedNames } from './contract-client.js';
import { journey } from './journey/journey.js';
import type { Traveller } from './journey/step.js';

/** Tests each stage of the journey on the platform at these addresses, which are asked for when the first one begins. */
export const walkJourney = (urls: () => { http: string; ws: string }): void => {
  let traveller: Traveller | undefined;

  beforeAll(() => {
    traveller = { client: new ContractClient(urls()), forexIsOpen: false };
  });
  // Without a platform there was nobody to set out.
  afterAll(() => traveller?.client.close());
  const setOut = (): Traveller => {
    if (!traveller) throw new Error('the platform did not start');
    return traveller;
  };

  for (const { title, walk } of journey) it(title, () => walk(setOut()));

  it('are all sent', () => {
    expect([...setOut().client.sent].sort()).toEqual([...servedNames].sort());
  });
};
