import { ServicesDocument } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import { formatDateTime, formatTime } from '../ui/format.js';
import { Badge, Empty, Loaded, Panel } from '../ui/panel.js';
import { Table } from '../ui/table.js';

const everyMs = 3_000;

export const SystemPage = () => {
  const services = useData(ServicesDocument, {}, { everyMs });
  return (
    <Panel title="Services">
      <Loaded from={services}>
        {({ services: rows }) =>
          rows?.length ? (
            <Table
              label="Services"
              rows={rows}
              keyOf={({ name }) => name}
              columns={[
                { title: 'Service', cell: ({ name }) => name },
                { title: 'Status', cell: ({ status }) => <Badge of={status} /> },
                { title: 'Port', isNumber: true, cell: ({ port }) => port },
                { title: 'Version', cell: ({ version }) => version },
                { title: 'Instances', isNumber: true, cell: ({ instances }) => instances.length },
                {
                  title: 'Heartbeat',
                  cell: ({ instances }) => formatTime(instances[0]?.lastHeartbeatAt),
                },
                {
                  title: 'Since',
                  cell: ({ instances }) => formatDateTime(instances[0]?.registeredAt),
                },
                {
                  title: 'Stands on',
                  cell: ({ dependencies }) =>
                    dependencies.map(({ name, status }) => (
                      <span key={name}>
                        {name} <Badge of={status} />{' '}
                      </span>
                    )),
                },
              ]}
            />
          ) : (
            <Empty>No service has reported to the hub yet. They do within seconds.</Empty>
          )
        }
      </Loaded>
    </Panel>
  );
};
