import { QuotasDocument } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import { formatDateTime, formatQuantity, inWords } from '../ui/format.js';
import { Empty, Loaded, Panel } from '../ui/panel.js';
import { Table } from '../ui/table.js';

const everyMs = 10_000;

/** How much of the plan is used up. */
export const QuotaList = () => {
  const quotas = useData(QuotasDocument, {}, { everyMs });
  return (
    <Panel title="Usage">
      <Loaded from={quotas}>
        {({ quotas: rows }) =>
          rows?.length ? (
            <Table
              label="Usage"
              rows={rows}
              keyOf={({ meter }) => meter}
              columns={[
                { title: 'Meter', cell: ({ meter }) => inWords(meter) },
                { title: 'Used', isNumber: true, cell: ({ used }) => formatQuantity(used, 0) },
                {
                  title: 'Of',
                  isNumber: true,
                  cell: ({ limit }) => (limit === null ? 'no limit' : formatQuantity(limit, 0)),
                },
                {
                  title: 'Share',
                  cell: ({ meter, used, limit }) =>
                    limit !== null && (
                      <progress
                        value={Number(used)}
                        max={Math.max(1, Number(limit))}
                        aria-label={`Share of ${inWords(meter)}`}
                      />
                    ),
                },
                { title: 'Starts over', cell: ({ resetsAt }) => formatDateTime(resetsAt) },
              ]}
            />
          ) : (
            <Empty>Nothing was metered yet. Usage appears within seconds of the first call.</Empty>
          )
        }
      </Loaded>
    </Panel>
  );
};
