import { describe, expect, it } from '@jest/globals';
import { loadSettings, SettingsError } from '../../../foundation/config/settings.js';
import { tenantsSettings } from '../../../subgraphs/tenants/settings.js';

const key = Buffer.alloc(32, 1).toString('base64');

describe('tenantsSettings', () => {
  it('reads the operators as a list of normalised addresses', () => {
    expect(
      loadSettings(tenantsSettings, {
        PLATFORM_ENCRYPTION_KEY: key,
        PLATFORM_OPERATOR_EMAILS: ' Ops@Platform.example, root@platform.example ,',
      }),
    ).toMatchObject({
      TENANTS_PORT: 8008,
      PLATFORM_OPERATOR_EMAILS: ['ops@platform.example', 'root@platform.example'],
    });
    expect(
      loadSettings(tenantsSettings, { PLATFORM_ENCRYPTION_KEY: key }).PLATFORM_OPERATOR_EMAILS,
    ).toEqual([]);
  });

  it('names every variable that is no good', () => {
    const load = () =>
      loadSettings(tenantsSettings, {
        PLATFORM_OPERATOR_EMAILS: 'nobody',
        PLATFORM_OPERATOR_PASSWORD: 'short',
      });

    expect(load).toThrow(SettingsError);
    for (const name of [
      'PLATFORM_ENCRYPTION_KEY',
      'PLATFORM_OPERATOR_EMAILS',
      'PLATFORM_OPERATOR_PASSWORD',
    ])
      expect(load).toThrow(name);
  });
});
