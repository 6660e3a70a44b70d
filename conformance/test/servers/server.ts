/** How to connect to a running PostgreSQL, as options of `pg`. */
export interface PostgresConnection {
  host: string;
  port: number;
  user: string;
}

/** How to start a correct server. */
export interface StartOptions {
  /** How many records it contains at the start. @default 0 */
  preload?: number;
  /** The PostgreSQL in which the server creates its database. Only the server on PostgreSQL uses it. @default it starts one */
  postgres?: PostgresConnection;
}

/** A server that listens on a free loopback port. */
export interface RunningServer {
  /** The server URL: origin and mount. */
  url: string;
  close(): Promise<void>;
}

/** Starts a correct server. The servers share only these types, so that they cannot share a defect. */
export type StartServer = (options?: StartOptions) => Promise<RunningServer>;
