/** What to start a correct server with. */
export interface StartOptions {
  /** How many records it already holds; none by default. */
  preload?: number;
}

/** A server that listens on a loopback port of its own. */
export interface RunningServer {
  /** The server URL: origin and mount. */
  url: string;
  close(): Promise<void>;
}

/** Starts a correct server. Apart from these types the servers share nothing, so that they cannot share a mistake. */
export type StartServer = (options?: StartOptions) => Promise<RunningServer>;
