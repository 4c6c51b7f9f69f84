import { loadSettings } from '../foundation/config/settings.js';
import type { SettingsOf } from '../foundation/config/settings.js';
import { processSettings } from '../foundation/process/process-settings.js';
import { gatewaySettings } from '../gateway/settings.js';
import { analyticsSettings } from '../subgraphs/analytics/settings.js';
import { automlSettings } from '../subgraphs/automl/settings.js';
import { billingSettings } from '../subgraphs/billing/settings.js';
import { complianceSettings } from '../subgraphs/compliance/settings.js';
import { hubSettings } from '../subgraphs/hub/settings.js';
import { inferenceSettings } from '../subgraphs/inference/settings.js';
import { marketDataSettings } from '../subgraphs/market-data/settings.js';
import { notificationsSettings } from '../subgraphs/notifications/settings.js';
import { paymentsSettings } from '../subgraphs/payments/settings.js';
import { providersSettings } from '../subgraphs/providers/settings.js';
import { tenantsSettings } from '../subgraphs/tenants/settings.js';
import { tradingSettings } from '../subgraphs/trading/settings.js';
import { usageSettings } from '../subgraphs/usage/settings.js';
import type { Environment } from './embedded-environment.js';
import { embeddedSettings } from './settings.js';

const shape = {
  ...processSettings,
  ...embeddedSettings,
  ...hubSettings,
  ...tenantsSettings,
  ...marketDataSettings,
  ...tradingSettings,
  ...providersSettings,
  ...automlSettings,
  ...inferenceSettings,
  ...analyticsSettings,
  ...usageSettings,
  ...billingSettings,
  ...paymentsSettings,
  ...complianceSettings,
  ...notificationsSettings,
  ...gatewaySettings,
};

export type AllSettings = SettingsOf<typeof shape>;

/** Until the embedded database has an address. */
const anyDatabase = 'postgresql://localhost/platform';

/**
 * Checks the settings of every service before anything is opened.
 * @throws {SettingsError} naming all that are at fault.
 */
export const checkAllSettings = (environment: Environment): AllSettings =>
  loadSettings(shape, {
    ...environment,
    DATABASE_URL: environment['DATABASE_URL'] ?? anyDatabase,
  });
