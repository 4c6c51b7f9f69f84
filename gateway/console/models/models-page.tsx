import { useState } from 'react';
import { ModelsDocument } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import { Empty, Loaded, Panel } from '../ui/panel.js';
import { ModelCard } from './model-card.js';
import { NewTraining } from './new-training.js';
import { TrainingProgress } from './training-progress.js';

const everyMs = 15_000;

export const ModelsPage = () => {
  const models = useData(ModelsDocument, {}, { everyMs });
  const [job, setJob] = useState<string | null>(null);
  return (
    <div className="aside">
      <NewTraining onStarted={setJob} />
      <div className="stack">
        {job && <TrainingProgress key={job} id={job} onOver={models.refetch} />}
        <Loaded from={models}>
          {({ models: rows }) =>
            rows?.length ? (
              rows.map((model) => <ModelCard key={model.id} model={model} />)
            ) : (
              <Panel title="Models">
                <Empty>
                  No model yet. Train one on the left: it is measured against baselines on candles
                  it has not seen, and says whether it has an edge.
                </Empty>
              </Panel>
            )
          }
        </Loaded>
      </div>
    </div>
  );
};
