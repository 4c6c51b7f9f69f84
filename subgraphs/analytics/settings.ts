import { portSetting } from '../../foundation/config/settings.js';

export const analyticsSettings = {
  ANALYTICS_PORT: portSetting(9100, 'Port of performance-analytics.'),
};
