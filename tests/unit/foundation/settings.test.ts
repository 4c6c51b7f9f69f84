import { describe, expect, it } from '@jest/globals';
import {
  choiceSetting,
  integerSetting,
  loadSettings,
  optionalSetting,
  portSetting,
  SettingsError,
} from '../../../foundation/config/settings.js';

const shape = {
  SERVICE_PORT: portSetting(8080, 'Port of the service.'),
  BATCH_SIZE: integerSetting(100, { min: 1, max: 1_000 }, 'Rows per batch.'),
  LOG_LEVEL: choiceSetting(['info', 'debug'], 'info', 'How much is logged.'),
  DATABASE_URL: optionalSetting('Address of a PostgreSQL server.'),
};

describe('loadSettings', () => {
  it('takes defaults for what is absent or empty', () => {
    expect(loadSettings(shape, { SERVICE_PORT: '' })).toEqual({
      SERVICE_PORT: 8080,
      BATCH_SIZE: 100,
      LOG_LEVEL: 'info',
    });
  });

  it('names every fault at once', () => {
    const environment = { SERVICE_PORT: '99999', BATCH_SIZE: 'many', LOG_LEVEL: 'loud' };
    expect(() => loadSettings(shape, environment)).toThrow(SettingsError);
    try {
      loadSettings(shape, environment);
    } catch (error) {
      const { faults } = error as SettingsError;
      expect(faults.map((fault) => fault.split(':')[0])).toEqual([
        'SERVICE_PORT',
        'BATCH_SIZE',
        'LOG_LEVEL',
      ]);
    }
  });
});
