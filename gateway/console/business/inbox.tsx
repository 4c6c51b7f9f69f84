import {
  InboxDocument,
  MarkNotificationsReadDocument,
  NotificationReceivedDocument,
} from '../__generated__/operations.js';
import { useCommand } from '../api/use-command.js';
import { useData } from '../api/use-data.js';
import { useStream } from '../live/use-live.js';
import { useCan } from '../session/viewer-context.js';
import { formatDateTime } from '../ui/format.js';
import { Pager } from '../ui/pager.js';
import { Badge, Empty, Fault, Loaded, Panel } from '../ui/panel.js';
import { Table } from '../ui/table.js';
import { usePages } from '../ui/use-pages.js';

/** What the platform has told this viewer; new ones come by themselves. */
export const Inbox = () => {
  const pages = usePages();
  const inbox = useData(InboxDocument, pages.variables);
  const { run, isRunning, fault } = useCommand(
    MarkNotificationsReadDocument,
    'markNotificationsRead',
  );
  const mayMark = useCan('notifications:write');
  useStream(NotificationReceivedDocument, {}, { onData: inbox.refetch, onGap: inbox.refetch });
  const unread = inbox.data?.notifications?.unreadCount ?? 0;
  return (
    <Panel
      title={`Inbox · ${unread} unread`}
      actions={
        unread > 0 &&
        mayMark && (
          <button
            type="button"
            className="quiet"
            disabled={isRunning}
            onClick={() => void run({ input: { ids: null } }).then(inbox.refetch)}
          >
            Mark all as read
          </button>
        )
      }
    >
      {fault && <Fault>{fault}</Fault>}
      <Loaded from={inbox}>
        {({ notifications }) =>
          notifications?.nodes.length ? (
            <Table
              label="Inbox"
              rows={notifications.nodes}
              keyOf={({ id }) => id}
              columns={[
                { title: 'Time', cell: ({ createdAt }) => formatDateTime(createdAt) },
                { title: 'Severity', cell: ({ severity }) => <Badge of={severity} /> },
                {
                  title: 'What',
                  cell: ({ title, readAt }) => (readAt ? title : <strong>{title}</strong>),
                },
                { title: 'Details', cell: ({ body }) => body },
                { title: 'Kind', cell: ({ kind }) => kind },
              ]}
            />
          ) : (
            <Empty>Nothing yet. Fills, refusals, invoices and alerts are told here.</Empty>
          )
        }
      </Loaded>
      <Pager
        page={pages.page}
        newer={pages.newer}
        older={pages.older(inbox.data?.notifications?.pageInfo)}
      />
    </Panel>
  );
};
