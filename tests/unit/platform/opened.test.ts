import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../foundation/logging/logger.js';
import { Opened } from '../../../platform/opened.js';

const silent = createLogger({ level: 'silent' });

describe('what a platform has opened', () => {
  it('closes in the reverse order, one after the other', async () => {
    const opened = new Opened(silent);
    const seen: string[] = [];
    for (const name of ['database', 'services', 'gateway'])
      opened.add(name, async () => {
        seen.push(`${name} closes`);
        await Promise.resolve();
        seen.push(`${name} is closed`);
      });
    await opened.close();
    expect(seen).toEqual([
      'gateway closes',
      'gateway is closed',
      'services closes',
      'services is closed',
      'database closes',
      'database is closed',
    ]);
  });

  it('closes the rest when one part fails, and each part once', async () => {
    const opened = new Opened(silent);
    let closed = 0;
    opened.add('database', () => (closed += 1));
    opened.add('gateway', () => Promise.reject(new Error('stuck')));
    await Promise.all([opened.close(), opened.close()]);
    expect(closed).toBe(1);
  });
});
