import { ComplianceAlertsDocument } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import { formatDateTime, inWords } from '../ui/format.js';
import { Pager } from '../ui/pager.js';
import { Badge, Empty, Loaded, Panel } from '../ui/panel.js';
import { Table } from '../ui/table.js';
import { usePages } from '../ui/use-pages.js';

const everyMs = 10_000;

export const ComplianceAlerts = () => {
  const pages = usePages();
  const alerts = useData(ComplianceAlertsDocument, pages.variables, { everyMs });
  return (
    <Panel title="Compliance alerts">
      <Loaded from={alerts}>
        {({ complianceAlerts }) =>
          complianceAlerts?.nodes.length ? (
            <Table
              label="Compliance alerts"
              rows={complianceAlerts.nodes}
              keyOf={({ id }) => id}
              columns={[
                { title: 'Raised', cell: ({ raisedAt }) => formatDateTime(raisedAt) },
                { title: 'Severity', cell: ({ severity }) => <Badge of={severity} /> },
                { title: 'Rule', cell: ({ rule }) => inWords(rule.kind) },
                { title: 'Status', cell: ({ status }) => <Badge of={status} /> },
                { title: 'What happened', cell: ({ summary }) => summary },
              ]}
            />
          ) : (
            <Empty>No alert. The rules look at every order and at the audit log itself.</Empty>
          )
        }
      </Loaded>
      <Pager
        page={pages.page}
        newer={pages.newer}
        older={pages.older(alerts.data?.complianceAlerts?.pageInfo)}
      />
    </Panel>
  );
};
