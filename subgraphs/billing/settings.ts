import { integerSetting, portSetting, textSetting } from '../../foundation/config/settings.js';
import type { SettingsOf } from '../../foundation/config/settings.js';

export const billingSettings = {
  BILLING_PORT: portSetting(9001, 'Port of billing-service.'),
  USAGE_URL: textSetting(
    'http://localhost:9101/graphql',
    'Where billing-service asks what a tenant has used.',
  ),
  BILLING_GRACE_MINUTES: integerSetting(
    60,
    { min: 0, max: 10_080 },
    'How long the invoice of an ended period stays a draft, so that use which is told late is still billed.',
  ),
  BILLING_DUE_DAYS: integerSetting(
    14,
    { min: 0, max: 365 },
    'Days from the finalization of an invoice until it is due.',
  ),
};

export type BillingSettings = SettingsOf<typeof billingSettings>;
