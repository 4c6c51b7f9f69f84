import { useState } from 'react';
import {
  CancelOrderDocument,
  OrderUpdatesDocument,
  OrdersDocument,
} from '../__generated__/operations.js';
import type { OrderStatus, OrdersQuery } from '../__generated__/operations.js';
import { useCommand } from '../api/use-command.js';
import { useData } from '../api/use-data.js';
import { useStream } from '../live/use-live.js';
import { Switch } from '../ui/field.js';
import { formatQuantity, formatTime, inWords } from '../ui/format.js';
import { Pager } from '../ui/pager.js';
import { Badge, Empty, Fault, Loaded, Panel } from '../ui/panel.js';
import { Table } from '../ui/table.js';
import type { Column } from '../ui/table.js';
import { usePages } from '../ui/use-pages.js';
import type { Account } from './use-account.js';

type Order = NonNullable<OrdersQuery['orders']>['nodes'][number];

const working: OrderStatus[] = [
  'INITIALIZED',
  'SUBMITTED',
  'ACCEPTED',
  'TRIGGERED',
  'PENDING_UPDATE',
  'PENDING_CANCEL',
  'PARTIALLY_FILLED',
];

const columns: readonly Column<Order>[] = [
  { title: 'Time', cell: ({ createdAt }) => formatTime(createdAt) },
  { title: 'Instrument', cell: ({ instrument }) => instrument?.symbol },
  {
    title: 'Side',
    cell: ({ side }) => (
      <span className={side === 'BUY' ? 'gain' : 'loss'}>{side.toLowerCase()}</span>
    ),
  },
  { title: 'Type', cell: ({ type, timeInForce }) => `${inWords(type)} · ${timeInForce}` },
  { title: 'Quantity', isNumber: true, cell: ({ quantity }) => formatQuantity(quantity) },
  {
    title: 'Limit / stop',
    isNumber: true,
    cell: ({ limitPrice, stopPrice }) =>
      [limitPrice, stopPrice].filter((price) => price !== null).join(' / ') || '–',
  },
  { title: 'Filled', isNumber: true, cell: (order) => formatQuantity(order.filledQuantity) },
  {
    title: 'At',
    isNumber: true,
    cell: ({ averageFillPrice }) => formatQuantity(averageFillPrice, 6),
  },
  { title: 'Status', cell: ({ status }) => <Badge of={status} /> },
  {
    title: 'From',
    cell: ({ strategy, denialReason }) =>
      denialReason ? inWords(denialReason) : (strategy?.name ?? 'by hand'),
  },
];

/** Orders as they come and change; the newest page is live. */
export const OrderList = ({ account, mayTrade }: { account: Account; mayTrade: boolean }) => {
  const [shown, setShown] = useState('All');
  const pages = usePages();
  const isWorking = shown === 'Working';
  const orders = useData(OrdersDocument, {
    accountId: account.id,
    ...pages.variables,
    status: isWorking ? working : null,
  });
  const cancel = useCommand(CancelOrderDocument, 'cancelOrder');
  useStream(
    OrderUpdatesDocument,
    { accountId: account.id },
    { onData: orders.refetch, onGap: orders.refetch },
  );
  const cancelColumn: Column<Order> = {
    title: '',
    cell: ({ id, instrument }) => (
      <button
        type="button"
        disabled={cancel.isRunning}
        aria-label={`Cancel the order for ${instrument?.symbol ?? id}`}
        onClick={() => void cancel.run({ input: { orderId: id } })}
      >
        Cancel
      </button>
    ),
  };
  return (
    <Panel
      title="Orders"
      actions={
        <Switch
          label="Which orders"
          options={['Working', 'All']}
          value={shown}
          onChange={(value) => {
            pages.restart();
            setShown(value);
          }}
        />
      }
    >
      {cancel.fault && <Fault>{cancel.fault}</Fault>}
      <Loaded from={orders}>
        {({ orders: list }) =>
          list?.nodes.length ? (
            <Table
              label="Orders"
              rows={list.nodes}
              keyOf={({ id }) => id}
              columns={isWorking && mayTrade ? [...columns, cancelColumn] : columns}
            />
          ) : (
            <Empty>
              {isWorking
                ? 'No order is working. Limit and stop orders rest here until they fill.'
                : 'No order yet. The ticket on the left places the first one.'}
            </Empty>
          )
        }
      </Loaded>
      <Pager
        page={pages.page}
        newer={pages.newer}
        older={pages.older(orders.data?.orders?.pageInfo)}
      />
    </Panel>
  );
};
