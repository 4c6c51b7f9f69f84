import { useCan } from '../session/viewer-context.js';
import { useAddressChoice } from '../routing/router.js';
import { Switch } from '../ui/field.js';
import { Empty } from '../ui/panel.js';
import { AuditTrail } from './audit-trail.js';
import { BillingPanels } from './billing-panels.js';
import { ComplianceAlerts } from './compliance-alerts.js';
import { Inbox } from './inbox.js';
import { QuotaList } from './quota-list.js';

const parts = ['Usage and invoices', 'Inbox', 'Compliance'];

const Money = () => {
  const mayReadUsage = useCan('usage:read');
  const mayReadBilling = useCan('billing:read');
  if (!mayReadUsage && !mayReadBilling)
    return <Empty>Your role does not see usage and invoices. Ask an owner of your tenant.</Empty>;
  return (
    <div className="columns">
      {mayReadUsage && <QuotaList />}
      {mayReadBilling && <BillingPanels />}
    </div>
  );
};

const Compliance = () =>
  useCan('compliance:read') ? (
    <div className="stack">
      <ComplianceAlerts />
      <AuditTrail />
    </div>
  ) : (
    <Empty>Your role does not see the audit log. Ask an owner of your tenant.</Empty>
  );

export const BusinessPage = () => {
  const [part, choose] = useAddressChoice('part', parts[0] ?? '');
  return (
    <div className="stack">
      <Switch label="Part of the business" options={parts} value={part} onChange={choose} />
      {part === 'Inbox' ? <Inbox /> : part === 'Compliance' ? <Compliance /> : <Money />}
    </div>
  );
};
