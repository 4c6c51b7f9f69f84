import { BillingDocument, InvoicesDocument } from '../__generated__/operations.js';
import type { BillingQuery } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import { formatDay, formatMoney, formatQuantity } from '../ui/format.js';
import { Pager } from '../ui/pager.js';
import { Badge, Empty, Figure, Loaded, Panel } from '../ui/panel.js';
import { Table } from '../ui/table.js';
import { usePages } from '../ui/use-pages.js';

const Plan = ({ subscription }: { subscription: NonNullable<BillingQuery['subscription']> }) => (
  <dl className="figures">
    <Figure label="Plan" value={subscription.plan.name} />
    <Figure label="Status" value={<Badge of={subscription.status} />} />
    <Figure
      label="Period"
      value={`${formatDay(subscription.currentPeriod.start)} – ${formatDay(subscription.currentPeriod.end)}`}
    />
  </dl>
);

const Upcoming = () => {
  const billing = useData(BillingDocument, {});
  return (
    <Panel title="Plan and next invoice">
      <Loaded from={billing}>
        {({ subscription, upcomingInvoice }) => (
          <>
            {subscription && <Plan subscription={subscription} />}
            {upcomingInvoice ? (
              <Table
                label="Next invoice"
                rows={[
                  ...upcomingInvoice.lines,
                  {
                    description: 'Total so far',
                    quantity: null,
                    unitPrice: null,
                    amount: upcomingInvoice.total.amount,
                  },
                ]}
                keyOf={({ description, amount }) => `${description} ${amount}`}
                columns={[
                  { title: 'For', cell: ({ description }) => description },
                  {
                    title: 'Quantity',
                    isNumber: true,
                    cell: ({ quantity }) => formatQuantity(quantity),
                  },
                  {
                    title: 'Each',
                    isNumber: true,
                    cell: ({ unitPrice }) => formatQuantity(unitPrice),
                  },
                  {
                    title: 'Amount',
                    isNumber: true,
                    cell: ({ amount }) => formatMoney(amount, upcomingInvoice.total.currency),
                  },
                ]}
              />
            ) : (
              <Empty>There is no next invoice: the subscription has ended.</Empty>
            )}
          </>
        )}
      </Loaded>
    </Panel>
  );
};

const Invoices = () => {
  const pages = usePages();
  const invoices = useData(InvoicesDocument, pages.variables);
  return (
    <Panel title="Invoices">
      <Loaded from={invoices}>
        {({ invoices: list }) =>
          list?.nodes.length ? (
            <Table
              label="Invoices"
              rows={list.nodes}
              keyOf={({ id }) => id}
              columns={[
                { title: 'Number', cell: ({ number }) => number ?? 'draft' },
                { title: 'Status', cell: ({ status }) => <Badge of={status} /> },
                { title: 'Issued', cell: ({ issuedAt }) => formatDay(issuedAt) },
                { title: 'Due', cell: ({ dueAt }) => formatDay(dueAt) },
                {
                  title: 'Total',
                  isNumber: true,
                  cell: ({ total }) => formatMoney(total?.amount, total?.currency ?? ''),
                },
              ]}
            />
          ) : (
            <Empty>No invoice yet. The first one comes at the end of the period.</Empty>
          )
        }
      </Loaded>
      <Pager
        page={pages.page}
        newer={pages.newer}
        older={pages.older(invoices.data?.invoices?.pageInfo)}
      />
    </Panel>
  );
};

export const BillingPanels = () => (
  <>
    <Upcoming />
    <Invoices />
  </>
);
