import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { RowSink } from './archive-reader.js';

const quoted = pg.escapeIdentifier;

/** Takes rows as COPY wrote them into a table; `end` resolves when the database has them. */
export const loadInto = (
  client: ClientBase,
  table: string,
  columns: readonly string[],
): RowSink => {
  const copy = client.query(copyFrom(`COPY ${table} (${columns.map(quoted).join()}) FROM STDIN`));
  const done = finished(copy);
  // A row that the table refuses ends the stream; whoever writes or ends next is told why.
  done.catch(() => undefined);
  return {
    async write(chunk) {
      if (copy.destroyed) await done;
      // The chunk is a view into what is read next.
      if (!copy.write(Buffer.from(chunk))) await Promise.race([once(copy, 'drain'), done]);
    },
    async end() {
      copy.end();
      await done;
    },
  };
};
