import { PromoteModelDocument } from '../__generated__/operations.js';
import type { ModelsQuery } from '../__generated__/operations.js';
import { useCommand } from '../api/use-command.js';
import { useCan } from '../session/viewer-context.js';
import { formatDateTime, formatDecimal, formatFigure, formatShare, inWords } from '../ui/format.js';
import { Badge, Fault, Figure, Panel } from '../ui/panel.js';
import { Table } from '../ui/table.js';
import type { Column } from '../ui/table.js';

type Model = NonNullable<ModelsQuery['models']>[number];
type Version = Model['versions'][number];

const Serving = ({ serving }: { serving: NonNullable<Model['serving']> }) => (
  <dl className="figures">
    <Figure label="Predictions" value={formatDecimal(serving.predictions, 0)} />
    <Figure label="p95 latency" value={`${formatFigure(serving.p95LatencyMs, 1)} ms`} />
    <Figure
      label="Drift"
      value={formatFigure(serving.featureDrift, 3)}
      note="How far the features of now are from those it was trained on."
    />
    <Figure label="Live accuracy" value={formatShare(serving.liveAccuracy, 1)} />
  </dl>
);

const columns: readonly Column<Version>[] = [
  { title: 'Version', isNumber: true, cell: ({ version }) => version },
  { title: 'Algorithm', cell: ({ algorithm }) => inWords(algorithm) },
  { title: 'Verdict', cell: ({ verdict }) => <Badge of={verdict} /> },
  {
    title: 'Accuracy',
    isNumber: true,
    cell: ({ outOfSample }) => formatShare(outOfSample.accuracy, 1),
  },
  {
    title: 'Baseline',
    isNumber: true,
    cell: ({ outOfSample }) => formatShare(outOfSample.baselineAccuracy, 1),
  },
  {
    title: 'Log loss',
    isNumber: true,
    cell: ({ outOfSample }) =>
      `${formatFigure(outOfSample.logLoss, 4)} / ${formatFigure(outOfSample.baselineLogLoss, 4)}`,
  },
  {
    title: 'Sharpe',
    isNumber: true,
    cell: ({ outOfSample }) => formatFigure(outOfSample.sharpe),
  },
  {
    title: 'Chance of no skill',
    isNumber: true,
    cell: ({ outOfSample }) => formatShare(outOfSample.chanceOfNoSkill, 1),
  },
  {
    title: 'Leans on',
    cell: ({ featureImportance }) =>
      [...featureImportance]
        .sort((a, b) => b.importance - a.importance)
        .slice(0, 3)
        .map(({ feature }) => feature)
        .join(', '),
  },
  { title: 'Trained', cell: ({ trainedAt }) => formatDateTime(trainedAt) },
];

/** A model's versions against their baselines, the one in use, and how it fares live. */
export const ModelCard = ({ model }: { model: Model }) => {
  const { run, isRunning, fault } = useCommand(PromoteModelDocument, 'promoteModel');
  const mayPromote = useCan('ai:admin');
  const current = model.currentVersion?.version;
  return (
    <Panel title={`${model.name} · ${model.symbol} ${model.interval}, ${model.horizon} ahead`}>
      {model.serving && <Serving serving={model.serving} />}
      {fault && <Fault>{fault}</Fault>}
      <Table
        label={`Versions of ${model.name}`}
        rows={model.versions}
        keyOf={({ version }) => String(version)}
        columns={[
          ...columns,
          {
            title: '',
            cell: ({ version }) =>
              version === current ? (
                'in use'
              ) : (
                <button
                  type="button"
                  disabled={isRunning || !mayPromote}
                  onClick={() => void run({ input: { modelId: model.id, version } })}
                >
                  Use
                </button>
              ),
          },
        ]}
      />
    </Panel>
  );
};
