import { useMemo, useState } from 'react';
import { SignalsDocument, SignalsThatTradedDocument } from '../__generated__/operations.js';
import type { SignalsSubscription } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import { useStream } from '../live/use-live.js';
import { formatShare, formatTime } from '../ui/format.js';
import { Badge, Empty, Loaded, Panel } from '../ui/panel.js';
import { Table } from '../ui/table.js';
import type { Column } from '../ui/table.js';

type Signal = NonNullable<SignalsSubscription['signals']>;

const newestKept = 200;
const ordersRead = 50;

const columns: readonly Column<Signal>[] = [
  { title: 'Time', cell: ({ createdAt }) => formatTime(createdAt) },
  { title: 'Instrument', cell: ({ instrument }) => instrument?.symbol },
  { title: 'Strategy', cell: ({ strategy }) => strategy?.name },
  {
    title: 'Direction',
    cell: ({ direction }) => (
      <span className={{ LONG: 'gain', SHORT: 'loss', FLAT: '' }[direction]}>
        {direction.toLowerCase()}
      </span>
    ),
  },
  { title: 'Confidence', isNumber: true, cell: ({ confidence }) => formatShare(confidence, 0) },
  { title: 'Rationale', cell: ({ rationale }) => rationale },
  { title: 'Outcome', cell: ({ status }) => <Badge of={status} /> },
  { title: 'Order', cell: ({ order }) => order && <Badge of={order.status} /> },
];

/** The newest first, each once: a lossless stream may say again what the query had. */
const merged = (live: readonly Signal[], read: readonly Signal[]): Signal[] => {
  const byId = new Map([...read, ...live].map((signal) => [signal.id, signal]));
  return [...byId.values()]
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    .slice(0, newestKept);
};

/** Those that led to an order before this page was opened, and all that come while it is open. */
export const SignalList = ({ accountId }: { accountId: string }) => {
  const [live, setLive] = useState<readonly Signal[]>([]);
  const before = useData(SignalsThatTradedDocument, { accountId, first: ordersRead });
  useStream(
    SignalsDocument,
    {},
    {
      onData: ({ signals: signal }) => {
        if (signal) setLive((known) => [signal, ...known].slice(0, newestKept));
      },
      onGap: before.refetch,
    },
  );
  const read = before.data?.orders?.nodes;
  const rows = useMemo(
    () => merged(live, read?.flatMap(({ signal }) => (signal ? [signal] : [])) ?? []),
    [live, read],
  );
  return (
    <Panel title="Signals">
      <Loaded from={before}>
        {() =>
          rows.length > 0 ? (
            <Table label="Signals" rows={rows} keyOf={({ id }) => id} columns={columns} />
          ) : (
            <Empty>
              No signal yet. Start a strategy: it decides at every candle that closes, and says why.
            </Empty>
          )
        }
      </Loaded>
    </Panel>
  );
};
