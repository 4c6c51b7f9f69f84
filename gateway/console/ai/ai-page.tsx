import { ProvidersDocument } from '../__generated__/operations.js';
import type { ProvidersQuery } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import { useCan } from '../session/viewer-context.js';
import { formatDecimal, formatShare, formatTime, inWords } from '../ui/format.js';
import { Badge, Empty, Figure, Loaded, Panel } from '../ui/panel.js';
import { Table } from '../ui/table.js';
import { Chat } from './chat.js';

const everyMs = 5_000;

const Budget = ({ quota }: { quota: NonNullable<ProvidersQuery['aiQuota']> }) => (
  <Panel title="Budget">
    <dl className="figures">
      <Figure
        label="Spent this month"
        value={`${formatDecimal(quota.monthlyCostUsed)} of ${formatDecimal(quota.monthlyCostLimit)} USD`}
      />
      <Figure label="Requests a minute" value={formatDecimal(quota.requestsPerMinute, 0)} />
      <Figure label="Tokens a minute" value={formatDecimal(quota.tokensPerMinute, 0)} />
    </dl>
  </Panel>
);

const milliseconds = (value: number | null): string => (value === null ? '–' : `${value} ms`);

const Providers = ({ rows }: { rows: NonNullable<ProvidersQuery['providers']> }) => (
  <Table
    label="Providers"
    rows={rows}
    keyOf={({ id }) => id}
    columns={[
      { title: 'Provider', cell: ({ name, type }) => `${name} · ${inWords(type)}` },
      { title: 'Status', cell: ({ status }) => <Badge of={status} /> },
      { title: 'Health', cell: ({ health }) => <Badge of={health.status} /> },
      { title: 'Circuit', cell: ({ circuit }) => inWords(circuit) },
      { title: 'Model', cell: ({ models }) => models.chat ?? '–' },
      { title: 'Requests', isNumber: true, cell: ({ metrics }) => metrics.requests },
      { title: 'Errors', isNumber: true, cell: ({ metrics }) => formatShare(metrics.errorRate, 1) },
      { title: 'p50', isNumber: true, cell: ({ metrics }) => milliseconds(metrics.p50LatencyMs) },
      { title: 'p95', isNumber: true, cell: ({ metrics }) => milliseconds(metrics.p95LatencyMs) },
      {
        title: 'Tokens in / out',
        isNumber: true,
        cell: ({ metrics }) =>
          `${formatDecimal(metrics.promptTokens, 0)} / ${formatDecimal(metrics.completionTokens, 0)}`,
      },
      {
        title: 'Cost, USD',
        isNumber: true,
        cell: ({ metrics }) => formatDecimal(metrics.costUsd, 4),
      },
      { title: 'Checked', cell: ({ health }) => formatTime(health.checkedAt) },
    ]}
  />
);

export const AiPage = () => {
  const providers = useData(ProvidersDocument, {}, { everyMs });
  const mayChat = useCan('ai:use');
  return (
    <div className="stack">
      <Loaded from={providers}>
        {({ providers: rows, aiQuota }) => (
          <>
            <Panel title="Providers">
              {rows?.length ? (
                <Providers rows={rows} />
              ) : (
                <Empty>
                  No provider yet. Send createProvider one of providerTemplates, for example in{' '}
                  <a href="/graphiql">GraphiQL</a>.
                </Empty>
              )}
            </Panel>
            {aiQuota && <Budget quota={aiQuota} />}
          </>
        )}
      </Loaded>
      {mayChat && <Chat />}
    </div>
  );
};
