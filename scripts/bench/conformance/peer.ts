/** A tool that judges servers. */
export interface Peer extends AsyncDisposable {
  /** Judges a server. Throws an Error if it cannot. */
  judge(url: string): Promise<Findings>;
}

export interface Findings {
  /** How many things are wrong with the server. */
  wrong: number;
  /** How many things are unusual, if the tool makes that distinction. They count as found if a fault breaks only a SHOULD. */
  unusual: number;
}
