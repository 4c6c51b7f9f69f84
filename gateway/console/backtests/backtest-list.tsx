import { BacktestsDocument } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import { describeRule } from '../signals/rule.js';
import { formatDateTime, formatShare } from '../ui/format.js';
import { Pager } from '../ui/pager.js';
import { Badge, Empty, Loaded, Panel } from '../ui/panel.js';
import { Table } from '../ui/table.js';
import { usePages } from '../ui/use-pages.js';

const everyMs = 3_000;

export const BacktestList = (props: { chosen: string; onChoose: (id: string) => void }) => {
  const pages = usePages();
  const backtests = useData(BacktestsDocument, pages.variables, { everyMs });
  return (
    <Panel title="Backtests">
      <Loaded from={backtests}>
        {({ backtests: list }) =>
          list?.nodes.length ? (
            <Table
              label="Backtests"
              rows={list.nodes}
              keyOf={({ id }) => id}
              columns={[
                { title: 'Started', cell: ({ createdAt }) => formatDateTime(createdAt) },
                {
                  title: 'Strategy',
                  cell: ({ strategy }) =>
                    `${strategy.instruments?.map(({ symbol }) => symbol).join(', ') ?? ''} ${strategy.interval} · ${describeRule(strategy.kind, strategy.parameters)}`,
                },
                { title: 'Status', cell: ({ status }) => <Badge of={status} /> },
                {
                  title: 'Progress',
                  isNumber: true,
                  cell: ({ progress }) => formatShare(progress, 0),
                },
                {
                  title: 'Return',
                  isNumber: true,
                  cell: ({ performance }) => formatShare(performance?.totalReturn),
                },
                { title: 'Trades', isNumber: true, cell: (row) => row.performance?.trades },
                {
                  title: '',
                  cell: ({ id }) => (
                    <button
                      type="button"
                      aria-pressed={id === props.chosen}
                      onClick={() => props.onChoose(id)}
                    >
                      Report
                    </button>
                  ),
                },
              ]}
            />
          ) : (
            <Empty>No backtest yet. Choose an instrument and a span on the left, and run it.</Empty>
          )
        }
      </Loaded>
      <Pager
        page={pages.page}
        newer={pages.newer}
        older={pages.older(backtests.data?.backtests?.pageInfo)}
      />
    </Panel>
  );
};
