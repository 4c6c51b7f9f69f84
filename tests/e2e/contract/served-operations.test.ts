import { afterAll, beforeAll, describe } from '@jest/globals';
import { cleanUp, makeDataDir, startProcess } from '../lifecycle/platform-process.js';
import { walkJourney } from './walk-journey.js';

describe('the operations of the contract, sent as they stand to a platform that a user started', () => {
  let dataDir: string;
  let url: string;

  beforeAll(async () => {
    dataDir = makeDataDir();
    const { instance } = await startProcess(dataDir);
    ({ url } = instance);
  });
  afterAll(() => cleanUp(dataDir));

  walkJourney(() => ({ http: url, ws: url.replace('http', 'ws') }));
});
