import { AuditTrailDocument, AuditVerificationDocument } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import { formatDateTime, inWords } from '../ui/format.js';
import { Pager } from '../ui/pager.js';
import { Badge, Empty, Loaded, Panel } from '../ui/panel.js';
import { Table } from '../ui/table.js';
import { usePages } from '../ui/use-pages.js';

const hashShown = 10;

/** Whether the chain of records is whole, reckoned again from the first one. */
const Verification = () => {
  const { data } = useData(AuditVerificationDocument, {});
  const verified = data?.auditLogVerification;
  if (!verified) return null;
  return verified.intact ? (
    <span className="gain">Chain intact through {verified.verifiedThrough}</span>
  ) : (
    <span className="loss">Chain broken at {verified.firstBrokenSequence}: tell your auditor</span>
  );
};

export const AuditTrail = () => {
  const pages = usePages();
  const trail = useData(AuditTrailDocument, pages.variables);
  return (
    <Panel title="Audit log" actions={<Verification />}>
      <Loaded from={trail}>
        {({ auditLog }) =>
          auditLog?.nodes.length ? (
            <Table
              label="Audit log"
              rows={auditLog.nodes}
              keyOf={({ sequence }) => String(sequence)}
              columns={[
                { title: '#', isNumber: true, cell: ({ sequence }) => sequence },
                { title: 'Time', cell: ({ time }) => formatDateTime(time) },
                { title: 'Who', cell: ({ actor }) => `${inWords(actor.kind)} ${actor.id}` },
                { title: 'Did', cell: ({ action }) => action },
                { title: 'To', cell: ({ target }) => `${target.type} ${target.id}` },
                { title: 'Outcome', cell: ({ outcome }) => <Badge of={outcome} /> },
                { title: 'Hash', cell: ({ hash }) => <code>{hash.slice(0, hashShown)}</code> },
              ]}
            />
          ) : (
            <Empty>Nothing was changed yet. Every command leaves a record here.</Empty>
          )
        }
      </Loaded>
      <Pager
        page={pages.page}
        newer={pages.newer}
        older={pages.older(trail.data?.auditLog?.pageInfo)}
      />
    </Panel>
  );
};
