/** Something that judges servers. */
export interface Peer extends AsyncDisposable {
  /**
   * What it finds wrong with a server.
   * @throws Error if it cannot judge.
   */
  judge(url: string): Promise<Findings>;
}

interface Findings {
  /** How many things it calls wrong. */
  wrong: number;
  /** How many it calls unusual, if it makes that difference: enough to find what only breaks a SHOULD. */
  unusual: number;
}
