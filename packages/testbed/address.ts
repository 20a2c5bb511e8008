/** Where the cluster of this test run listens. The host is a folder where PostgreSQL listens on a socket. */
export type ClusterAddress = { readonly host: string; readonly port: number }

/** `libpq` and `pg` both read the host from the query, which is the one place where a folder fits. */
export function databaseUrl({ host, port }: ClusterAddress, user: string, database: string): string {
  return `postgresql://${user}@localhost/${database}?host=${host}&port=${port}`
}
