import { portSetting } from '../../foundation/config/settings.js';

export const usageSettings = {
  USAGE_PORT: portSetting(9101, 'Port of usage-monitoring.'),
};
