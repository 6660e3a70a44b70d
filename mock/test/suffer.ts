import { operations, validators } from '@referral-codes/sdk/contract';
import type { Fault, FaultKind } from '../src/faults/fault.ts';
import type { Mock } from '../src/mock.ts';

/** What the caller of createCode saw, and what the mock did: how many records it has, and the fault its journal tells of. */
export interface Suffered {
  seen: string;
  stored: number;
  journal: FaultKind | null | undefined;
}

/** Every kind of fault, and what must come of it in every mode. */
export const faults: { [Kind in FaultKind]: [fault: Fault & { kind: Kind }, seen: string, stored: number] } = {
  latency: [{ kind: 'latency', delay: 60 }, '201, the record, late', 1],
  status: [{ kind: 'status', problem: 'code-taken' }, '409, a problem', 0],
  'rate-limit': [{ kind: 'rate-limit', retryAfter: 7 }, '429, a problem, retry after 7', 0],
  'malformed-json': [{ kind: 'malformed-json' }, '201, no JSON', 1],
  'broken-contract': [{ kind: 'broken-contract' }, '201, nothing of the contract', 1],
  'truncated-body': [{ kind: 'truncated-body' }, '201, a body that breaks off', 1],
  reset: [{ kind: 'reset' }, 'a broken connection', 0],
  silence: [{ kind: 'silence' }, 'nothing, until it gave up', 0],
  'answered-not-stored': [{ kind: 'answered-not-stored' }, '201, the record', 0],
  'stored-not-answered': [{ kind: 'stored-not-answered' }, 'a broken connection', 1],
};

type Send = (url: string, init: RequestInit) => Promise<Response>;

/** Creates one code while a fault is armed. */
export async function suffer(mock: Mock, fault: Fault, origin: string, send: Send = fetch): Promise<Suffered> {
  mock.reset();
  mock.faults.arm(fault);
  const patience = new AbortController();
  if (fault.kind === 'silence')
    mock.journal.waitFor({ fault: 'silence' }).then(() => setTimeout(() => patience.abort(), 200));
  const started = performance.now();
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mentor_id: 'usr_1', org_id: 'org_1', code: 'NEW-CODE' }),
    signal: patience.signal,
  };
  const seen = await send(origin + operations.createCode.path, init).then(told, () =>
    patience.signal.aborted ? 'nothing, until it gave up' : 'a broken connection',
  );
  const late = fault.kind === 'latency' && performance.now() - started > 50;
  return { seen: late ? `${seen}, late` : seen, stored: mock.records.size, journal: mock.journal.find()[0]?.fault };
}

async function told(response: Response): Promise<string> {
  const text = await response.text().catch(() => undefined);
  const after = response.headers.get('retry-after');
  const seen = [response.status, text === undefined ? 'a body that breaks off' : kindOf(text)];
  return [...seen, ...(after ? [`retry after ${after}`] : [])].join(', ');
}

function kindOf(text: string): string {
  try {
    const value = JSON.parse(text);
    if (validators.ReferralCodeRecord(value)) return 'the record';
    return validators.Problem(value) ? 'a problem' : 'nothing of the contract';
  } catch {
    return 'no JSON';
  }
}
