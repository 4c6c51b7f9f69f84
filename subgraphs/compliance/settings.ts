import { portSetting } from '../../foundation/config/settings.js';

export const complianceSettings = {
  COMPLIANCE_PORT: portSetting(9102, 'Port of compliance-monitor.'),
};
