import { PositionUpdatesDocument, PositionsDocument } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import { useStream } from '../live/use-live.js';
import { Link } from '../routing/router.js';
import { formatQuantity, formatSigned, toneOf } from '../ui/format.js';
import { Badge, Empty, Loaded, Panel } from '../ui/panel.js';
import { Table } from '../ui/table.js';
import type { Account } from './use-account.js';

const everyMs = 2_000;

const Signed = ({ of }: { of: string | null }) => (
  <span className={toneOf(of)}>{formatSigned(of)}</span>
);

/** What the account holds, and what it is worth at the prices of now. */
export const PositionList = ({ account }: { account: Account }) => {
  const variables = { accountId: account.id };
  const positions = useData(PositionsDocument, variables, { everyMs });
  useStream(PositionUpdatesDocument, variables, {
    onData: positions.refetch,
    onGap: positions.refetch,
  });
  return (
    <Panel title="Positions">
      <Loaded from={positions}>
        {({ account: read }) => {
          const open = read?.positions.filter(({ side }) => side !== 'FLAT') ?? [];
          if (open.length === 0)
            return <Empty>No open position. Place an order, or start a strategy on Signals.</Empty>;
          return (
            <Table
              label="Positions"
              rows={open}
              keyOf={({ id }) => id}
              columns={[
                {
                  title: 'Instrument',
                  cell: ({ instrument }) => (
                    <Link href={`/market?symbol=${instrument?.symbol ?? ''}`}>
                      {instrument?.symbol}
                    </Link>
                  ),
                },
                { title: 'Side', cell: ({ side }) => <Badge of={side} /> },
                {
                  title: 'Quantity',
                  isNumber: true,
                  cell: ({ quantity }) => formatQuantity(quantity),
                },
                {
                  title: 'Average price',
                  isNumber: true,
                  cell: ({ averagePrice }) => formatQuantity(averagePrice, 6),
                },
                {
                  title: 'Open profit',
                  isNumber: true,
                  cell: ({ unrealizedPnl }) => <Signed of={unrealizedPnl} />,
                },
                {
                  title: 'Realized',
                  isNumber: true,
                  cell: ({ realizedPnl }) => <Signed of={realizedPnl} />,
                },
                { title: 'Fees', isNumber: true, cell: ({ fees }) => formatQuantity(fees, 2) },
              ]}
            />
          );
        }}
      </Loaded>
    </Panel>
  );
};
