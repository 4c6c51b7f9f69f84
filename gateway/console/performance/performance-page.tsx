import { PerformanceDocument } from '../__generated__/operations.js';
import type { PerformanceQuery } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import { useAccount } from '../trade/use-account.js';
import { saveAsCsv } from '../ui/csv.js';
import { formatQuantity, formatShare, formatSigned, toneOf } from '../ui/format.js';
import { Empty, Loaded, Panel } from '../ui/panel.js';
import { Table } from '../ui/table.js';
import { EquityPanelBody } from './equity-curve.js';
import { FigureList } from './figure-list.js';

type Performance = NonNullable<PerformanceQuery['performance']>;

const everyMs = 30_000;

const Equity = ({ performance, name }: { performance: Performance; name: string }) => (
  <Panel
    title={`${name} · performance`}
    actions={
      <button
        type="button"
        className="quiet"
        onClick={() =>
          saveAsCsv(
            `${name} equity`,
            ['time', 'equity', 'drawdown'],
            [
              ...performance.equityCurve.map(({ time, equity, drawdown }) => [
                time,
                equity,
                String(drawdown),
              ]),
            ],
          )
        }
      >
        Save as CSV
      </button>
    }
  >
    <FigureList
      figures={performance}
      unavailable={performance.unavailable}
      currency={performance.currency}
    />
    {performance.equityCurve.length > 1 ? (
      <EquityPanelBody points={performance.equityCurve} />
    ) : (
      <Empty>The curve begins with the first fill. Place an order on Trade.</Empty>
    )}
  </Panel>
);

const BySymbol = ({ rows }: { rows: Performance['bySymbol'] }) => (
  <Panel title="By instrument">
    {rows.length === 0 ? (
      <Empty>Nothing was closed yet.</Empty>
    ) : (
      <Table
        label="By instrument"
        rows={rows}
        keyOf={({ instrument }) => instrument?.symbol ?? ''}
        columns={[
          { title: 'Instrument', cell: ({ instrument }) => instrument?.symbol },
          {
            title: 'Realized',
            isNumber: true,
            cell: ({ realizedPnl }) => (
              <span className={toneOf(realizedPnl)}>{formatSigned(realizedPnl)}</span>
            ),
          },
          { title: 'Fees', isNumber: true, cell: ({ fees }) => formatQuantity(fees, 2) },
          { title: 'Trades', isNumber: true, cell: ({ trades }) => trades },
        ]}
      />
    )}
  </Panel>
);

const ByStrategy = ({ rows }: { rows: Performance['byStrategy'] }) => (
  <Panel title="By strategy">
    {rows.length === 0 ? (
      <Empty>No strategy has closed a trade yet. Start one on Signals.</Empty>
    ) : (
      <Table
        label="By strategy"
        rows={rows}
        keyOf={({ strategy }) => strategy?.id ?? ''}
        columns={[
          { title: 'Strategy', cell: ({ strategy }) => strategy?.name ?? 'by hand' },
          {
            title: 'Net profit',
            isNumber: true,
            cell: ({ netPnl }) => <span className={toneOf(netPnl)}>{formatSigned(netPnl)}</span>,
          },
          {
            title: 'Return',
            isNumber: true,
            cell: ({ totalReturn }) => formatShare(totalReturn),
          },
          { title: 'Win rate', isNumber: true, cell: ({ winRate }) => formatShare(winRate, 0) },
          { title: 'Trades', isNumber: true, cell: ({ trades }) => trades },
        ]}
      />
    )}
  </Panel>
);

export const PerformancePage = () => {
  const { account } = useAccount();
  const performance = useData(PerformanceDocument, account ? { accountId: account.id } : null, {
    everyMs,
  });
  return (
    <Loaded from={performance}>
      {({ performance: read }) =>
        read && account ? (
          <div className="stack">
            <Equity performance={read} name={account.name} />
            <div className="columns">
              <ByStrategy rows={read.byStrategy} />
              <BySymbol rows={read.bySymbol} />
            </div>
          </div>
        ) : (
          <Empty>The figures come with the first fill. Place an order on Trade.</Empty>
        )
      }
    </Loaded>
  );
};
