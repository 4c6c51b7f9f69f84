import { FeedsDocument } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import { formatDecimal, formatTime, inWords } from '../ui/format.js';
import { Badge, Empty, Loaded } from '../ui/panel.js';
import { Table } from '../ui/table.js';

const everyMs = 3_000;

/** Where prices come from, how fast, and what is wrong with them. */
export const FeedHealth = () => {
  const feeds = useData(FeedsDocument, {}, { everyMs });
  return (
    <Loaded from={feeds}>
      {(data) =>
        data.feeds?.length ? (
          <Table
            label="Feeds"
            rows={data.feeds}
            keyOf={({ name }) => name}
            columns={[
              { title: 'Feed', cell: ({ name, kind }) => `${name} · ${inWords(kind)}` },
              { title: 'Status', cell: ({ status }) => <Badge of={status} /> },
              { title: 'Health', cell: ({ health }) => <Badge of={health} /> },
              {
                title: 'Events/s',
                isNumber: true,
                cell: ({ eventsPerSecond }) => formatDecimal(eventsPerSecond, 1),
              },
              {
                title: 'Latency',
                isNumber: true,
                cell: ({ latency }) => (latency ? `${formatDecimal(latency.medianMs, 0)} ms` : '–'),
              },
              { title: 'Gaps', isNumber: true, cell: ({ gaps }) => gaps },
              { title: 'Rejected', isNumber: true, cell: ({ rejected }) => rejected },
              { title: 'Last event', cell: ({ lastEventAt }) => formatTime(lastEventAt) },
              {
                title: 'Notes',
                cell: ({ reasons, staleSymbols }) =>
                  [...reasons, staleSymbols.length ? `stale: ${staleSymbols.join(', ')}` : '']
                    .filter(Boolean)
                    .join('; '),
              },
            ]}
          />
        ) : (
          <Empty>No feed runs. Name one in MARKET_FEEDS and start the platform again.</Empty>
        )
      }
    </Loaded>
  );
};
