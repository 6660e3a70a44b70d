/** How to connect to a running PostgreSQL, by the names that `pg` has for it. */
export interface PostgresConnection {
  host: string;
  port: number;
  user: string;
}

/** What to start a correct server with. */
export interface StartOptions {
  /** How many records it already holds; none by default. */
  preload?: number;
  /** The PostgreSQL in which the server creates a database of its own. Default: it starts one. Other servers need none. */
  postgres?: PostgresConnection;
}

/** A server that listens on a loopback port of its own. */
export interface RunningServer {
  /** The server URL: origin and mount. */
  url: string;
  close(): Promise<void>;
}

/** Starts a correct server. Apart from these types the servers share nothing, so that they cannot share a mistake. */
export type StartServer = (options?: StartOptions) => Promise<RunningServer>;
