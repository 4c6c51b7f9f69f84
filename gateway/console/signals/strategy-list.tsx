import {
  StartStrategyDocument,
  StopStrategyDocument,
  StrategiesDocument,
} from '../__generated__/operations.js';
import type { StrategiesQuery } from '../__generated__/operations.js';
import { useCommand } from '../api/use-command.js';
import { useData } from '../api/use-data.js';
import { useCan } from '../session/viewer-context.js';
import { formatDateTime, formatQuantity } from '../ui/format.js';
import { Badge, Empty, Fault, Loaded, Panel } from '../ui/panel.js';
import { Table } from '../ui/table.js';
import { describeRule } from './rule.js';

type Strategy = NonNullable<StrategiesQuery['strategies']>[number];

const StartStop = ({ strategy }: { strategy: Strategy }) => {
  const start = useCommand(StartStrategyDocument, 'startStrategy');
  const stop = useCommand(StopStrategyDocument, 'stopStrategy');
  const isOn = strategy.status === 'RUNNING';
  const { run, isRunning } = isOn ? stop : start;
  const fault = start.fault ?? stop.fault;
  return (
    <>
      <button
        type="button"
        disabled={isRunning}
        aria-label={`${isOn ? 'Stop' : 'Start'} ${strategy.name}`}
        onClick={() => void run({ input: { strategyId: strategy.id } })}
      >
        {isOn ? 'Stop' : 'Start'}
      </button>
      {fault && <Fault>{fault}</Fault>}
    </>
  );
};

/** What trades by itself, and its switch. */
export const StrategyList = () => {
  const strategies = useData(StrategiesDocument, {});
  const mayTrade = useCan('trading:write');
  return (
    <Panel title="Strategies">
      <Loaded from={strategies}>
        {({ strategies: rows }) =>
          rows?.length ? (
            <Table
              label="Strategies"
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                { title: 'Name', cell: ({ name }) => name },
                { title: 'Status', cell: ({ status }) => <Badge of={status} /> },
                {
                  title: 'Decides by',
                  cell: ({ kind, parameters }) => describeRule(kind, parameters),
                },
                {
                  title: 'Instruments',
                  cell: ({ instruments }) => instruments?.map(({ symbol }) => symbol).join(', '),
                },
                { title: 'Candles', cell: ({ interval }) => interval },
                {
                  title: 'Size',
                  isNumber: true,
                  cell: ({ sizing }) => formatQuantity(sizing.quantity),
                },
                { title: 'Since', cell: ({ startedAt }) => formatDateTime(startedAt) },
                {
                  title: '',
                  cell: (strategy) => mayTrade && <StartStop strategy={strategy} />,
                },
              ]}
            />
          ) : (
            <Empty>
              No strategy yet. Make one on the left, try it in a backtest, then start it.
            </Empty>
          )
        }
      </Loaded>
    </Panel>
  );
};
