import pg from 'pg';

/** Runs `work` on one connection of its own, outside of any pool. */
export const withConnection = async <TResult>(
  url: string,
  work: (client: pg.Client) => Promise<TResult>,
): Promise<TResult> => {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    options: '-c TimeZone=UTC',
  });
  // A connection that breaks also fails the query that runs on it; unheard, the event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};
