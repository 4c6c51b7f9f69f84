import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasRedisServer } from '../../../foundation/testing/redis-server.js';
import { serviceCatalogue } from '../../../platform/service-catalogue.js';
import { deployPlatform } from '../../support/deployed-platform.js';
import type { DeployedPlatform } from '../../support/deployed-platform.js';
import { walkJourney } from '../contract/walk-journey.js';

const describeWithRedis = hasRedisServer() ? describe : describe.skip;

describeWithRedis('a platform with a process for each service, over Redis', () => {
  let platform: DeployedPlatform | undefined;
  const deployed = (): DeployedPlatform => {
    if (!platform) throw new Error('the platform did not start');
    return platform;
  };

  beforeAll(async () => {
    platform = await deployPlatform();
  }, 250_000);
  afterAll(() => platform?.close());

  describe('the operations of the contract', () => {
    walkJourney(() => deployed().urls);
  });

  it('ends each service with 0 on SIGTERM', async () => {
    expect(await deployed().stop()).toEqual(
      Object.fromEntries(serviceCatalogue.map(({ name }) => [name, 0])),
    );
  });
});
