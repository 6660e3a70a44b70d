import { run } from '../src/cli/cli.ts';
import type { ProcessLike } from '../src/cli/terminal.ts';

export interface Ended {
  code: unknown;
  out: string;
  err: string;
}

/** Runs the command in this process with another environment. */
export async function runCommand(args: string[], env: Record<string, string | undefined> = {}): Promise<Ended> {
  let [out, err] = ['', ''];
  const fake: ProcessLike = {
    argv: ['node', 'referral-codes-conformance', ...args],
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    env,
    on: () => {},
    off: () => {},
  };
  await run(fake);
  return { code: fake.exitCode, out, err };
}
