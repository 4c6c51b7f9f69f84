import { useState } from 'react';
import { TrainingJobDocument, TrainingProgressDocument } from '../__generated__/operations.js';
import type { TrainingStatus } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import { useStream } from '../live/use-live.js';
import { formatFigure, formatShare, inWords } from '../ui/format.js';
import { Badge, Fault, Panel } from '../ui/panel.js';
import { Table } from '../ui/table.js';

type Step = { status: TrainingStatus; progress: number; bestScore: number | null };

const isOver = ({ status }: Step): boolean => status === 'SUCCEEDED' || status === 'FAILED';

/** A training as it goes, and what was tried. */
export const TrainingProgress = ({ id, onOver }: { id: string; onOver: () => void }) => {
  const [live, setLive] = useState<Step | null>(null);
  const { data, refetch } = useData(TrainingJobDocument, { id });
  const job = data?.trainingJob;
  useStream(
    TrainingProgressDocument,
    { id },
    {
      onData: ({ trainingProgress: step }) => {
        if (step === null) return;
        setLive(step);
        refetch();
        if (isOver(step)) onOver();
      },
    },
    { endless: false },
  );
  const step = live ?? job;
  return (
    <Panel title="Training" actions={step && <Badge of={step.status} />}>
      <div className="body">
        <progress value={step?.progress ?? 0} max={1} aria-label="Progress of the training" />
        <p className="hint">
          {formatShare(step?.progress, 0)} · best score {formatFigure(step?.bestScore, 4)}
        </p>
        {job?.error && <Fault>{job.error}</Fault>}
      </div>
      {job && job.candidates.length > 0 && (
        <Table
          label="What was tried"
          rows={job.candidates.map((candidate, index) => ({ ...candidate, index }))}
          keyOf={({ index }) => String(index)}
          columns={[
            { title: 'Algorithm', cell: ({ algorithm }) => inWords(algorithm) },
            { title: 'Score', isNumber: true, cell: ({ score }) => formatFigure(score, 4) },
          ]}
        />
      )}
    </Panel>
  );
};
