import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ContractClient, servedNames } from './contract-client.js';
import { journey } from './journey/journey.js';
import type { Traveller } from './journey/step.js';

/** Tests each stage of the journey on the platform at these addresses, which are asked for when the first one begins. */
export const walkJourney = (urls: () => { http: string; ws: string }): void => {
  let traveller: Traveller;

  beforeAll(() => {
    traveller = { client: new ContractClient(urls()), forexIsOpen: false };
  });
  afterAll(() => traveller.client.close());

  for (const { title, walk } of journey) it(title, () => walk(traveller));

  it('are all sent', () => {
    expect([...traveller.client.sent].sort()).toEqual([...servedNames].sort());
  });
};
