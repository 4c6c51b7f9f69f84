/** Where a PostgreSQL server listens. */
export type ServerAddress = { host: string; port: number };

const defaultPort = 5432;

export const addressOf = (url: string): ServerAddress => {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: port === '' ? defaultPort : Number(port) };
};

/** The same database under the same login, on another server: a standby has its primary's roles. */
export const atServer = (url: string, { host, port }: ServerAddress): string => {
  const other = new URL(url);
  other.hostname = host;
  other.port = String(port);
  return other.href;
};
