import { useState } from 'react';
import {
  BacktestProgressDocument,
  BacktestReportDocument,
  CancelBacktestDocument,
} from '../__generated__/operations.js';
import type { BacktestReportQuery, BacktestStatus } from '../__generated__/operations.js';
import { useCommand } from '../api/use-command.js';
import { useData } from '../api/use-data.js';
import { useStream } from '../live/use-live.js';
import { EquityPanelBody } from '../performance/equity-curve.js';
import { FigureList } from '../performance/figure-list.js';
import { formatDecimal, formatShare } from '../ui/format.js';
import { Badge, Empty, Fault, Loaded, Panel } from '../ui/panel.js';

type Report = NonNullable<BacktestReportQuery['backtest']>;
type Progress = { status: BacktestStatus; progress: number; eventsPerSecond: number | null };

const isOver = (status: BacktestStatus): boolean => status !== 'QUEUED' && status !== 'RUNNING';

const Running = ({ id, progress, eventsPerSecond }: Progress & { id: string }) => {
  const { run, isRunning, fault } = useCommand(CancelBacktestDocument, 'cancelBacktest');
  return (
    <div className="body">
      <progress value={progress} max={1} aria-label="Progress of the backtest" />
      <p className="hint">
        {formatShare(progress, 0)}
        {eventsPerSecond !== null && ` · ${formatDecimal(eventsPerSecond, 0)} events/s`}
      </p>
      {fault && <Fault>{fault}</Fault>}
      <button
        type="button"
        disabled={isRunning}
        onClick={() => void run({ input: { backtestId: id } })}
      >
        Cancel
      </button>
    </div>
  );
};

const Results = ({ report }: { report: Report }) => (
  <>
    {report.error && <Fault>{report.error}</Fault>}
    {report.performance && (
      <FigureList
        figures={report.performance}
        unavailable={report.performance.unavailable}
        currency={report.currency}
      />
    )}
    {report.equityCurve && report.equityCurve.length > 1 ? (
      <EquityPanelBody points={report.equityCurve} />
    ) : (
      <Empty>It placed {report.orders?.totalCount ?? 0} orders; there is no curve to draw.</Empty>
    )}
  </>
);

/** One backtest: how far it is, then what came of it. */
export const BacktestReport = ({ id }: { id: string }) => {
  const report = useData(BacktestReportDocument, { id });
  const [live, setLive] = useState<Progress | null>(null);
  useStream(
    BacktestProgressDocument,
    { id },
    {
      onData: ({ backtestProgress }) => {
        if (backtestProgress === null) return;
        setLive(backtestProgress);
        if (isOver(backtestProgress.status)) report.refetch();
      },
    },
    { endless: false },
  );
  return (
    <Panel title="Report" actions={live && <Badge of={live.status} />}>
      <Loaded from={report}>
        {({ backtest }) => {
          if (backtest === null) return <Empty>There is no such backtest.</Empty>;
          if (isOver(backtest.status)) return <Results report={backtest} />;
          return <Running id={id} {...(live ?? { ...backtest, eventsPerSecond: null })} />;
        }}
      </Loaded>
    </Panel>
  );
};
