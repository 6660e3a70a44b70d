import { operations, validators } from '@referral-codes/sdk/contract';
import type { Fault, FaultKind } from '../src/faults/fault.ts';
import type { Mock } from '../src/mock.ts';

/** The effect of a fault on a create: the response in words, the number of records, and the kind of fault in the journal. */
export interface FaultEffect {
  response: string;
  records: number;
  journal: FaultKind | null | undefined;
}

/** A fault of every kind, with its effect in every mode: the response, and how many records there are after it. */
export const faults: { [Kind in FaultKind]: [fault: Fault & { kind: Kind }, response: string, records: number] } = {
  latency: [{ kind: 'latency', delay: 60 }, '201, the record, delayed', 1],
  status: [{ kind: 'status', problem: 'code-taken' }, '409, a problem', 0],
  'rate-limit': [{ kind: 'rate-limit', retryAfter: 7 }, '429, a problem, retry after 7', 0],
  'malformed-json': [{ kind: 'malformed-json' }, '201, malformed JSON', 1],
  'broken-contract': [{ kind: 'broken-contract' }, '201, JSON that the contract does not allow', 1],
  'truncated-body': [{ kind: 'truncated-body' }, '201, a truncated body', 1],
  reset: [{ kind: 'reset' }, 'a broken connection', 0],
  silence: [{ kind: 'silence' }, 'none until the client gave up', 0],
  'answered-not-stored': [{ kind: 'answered-not-stored' }, '201, the record', 0],
  'stored-not-answered': [{ kind: 'stored-not-answered' }, 'a broken connection', 1],
};

type Send = (url: string, init: RequestInit) => Promise<Response>;

/** Creates one code while a fault is armed. */
export async function createWithFault(
  mock: Mock,
  fault: Fault,
  origin: string,
  send: Send = fetch,
): Promise<FaultEffect> {
  mock.reset();
  mock.faults.arm(fault);
  const client = new AbortController();
  if (fault.kind === 'silence')
    mock.journal.waitFor({ fault: 'silence' }).then(() => setTimeout(() => client.abort(), 200));
  const started = performance.now();
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mentor_id: 'usr_1', org_id: 'org_1', code: 'NEW-CODE' }),
    signal: client.signal,
  };
  const description = await send(origin + operations.createCode.path, init).then(describeResponse, () =>
    client.signal.aborted ? 'none until the client gave up' : 'a broken connection',
  );
  const isDelayed = fault.kind === 'latency' && performance.now() - started > 50;
  const response = isDelayed ? `${description}, delayed` : description;
  return { response, records: mock.records.size, journal: mock.journal.find()[0]?.fault };
}

async function describeResponse(response: Response): Promise<string> {
  const text = await response.text().catch(() => undefined);
  const body = text === undefined ? 'a truncated body' : describeBody(text);
  const retryAfter = response.headers.get('retry-after');
  return `${response.status}, ${body}${retryAfter ? `, retry after ${retryAfter}` : ''}`;
}

function describeBody(text: string): string {
  try {
    const value = JSON.parse(text);
    if (validators.ReferralCodeRecord(value)) return 'the record';
    return validators.Problem(value) ? 'a problem' : 'JSON that the contract does not allow';
  } catch {
    return 'malformed JSON';
  }
}
