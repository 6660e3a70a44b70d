import { isProblem, orNull, type ReferralCodes } from '../src/index.ts';

/** Calls every method, also with requests that are refused, and returns what came back, without ids and times. */
export async function callEveryMethod(codes: ReferralCodes) {
  const pair = { mentor_id: 'usr_every', org_id: 'org_every' };
  const created = await codes.createCode({ ...pair, code: 'EVERY-1' });
  const second = await codes.safe.createCode({ ...pair, code: 'EVERY-2' });
  const listed: string[] = [];
  for await (const { code } of codes.listRecords({ limit: 2 }, { maxItems: 5 })) listed.push(code);
  const read = await codes.getRecord(created.id);
  const active = await codes.getActiveCode(pair);
  const deactivated = await codes.deactivateCode(created.id);
  const none = await orNull(codes.getActiveCode(pair));
  const found = await codes.findByCode({ code: 'EVERY-1' });
  const bad = await codes.safe.findByCode({ code: 'not a code' });
  const receipt = await codes.deleteRecord(created.id);
  const gone = await codes.safe.deleteRecord(created.id);
  return {
    created: created.status,
    conflict:
      !second.ok && isProblem(second.error, 'active-code-exists') && second.error.problem.record_id === created.id,
    listed,
    reads: [read, active].every(({ id }) => id === created.id),
    deactivated: deactivated.status,
    none,
    found: found.deactivated_at === deactivated.deactivated_at,
    bad: !bad.ok && isProblem(bad.error, 'invalid-request') && bad.error.problem.errors?.map(({ pointer }) => pointer),
    deleted: receipt.deleted && receipt.id === created.id,
    gone: !gone.ok && gone.error.kind === 'problem' && gone.error.slug,
  };
}

/** What it returns for every server that starts with the source document's records. */
export const expectedResults = {
  created: 'active',
  conflict: true,
  reads: true,
  deactivated: 'inactive',
  none: null,
  found: true,
  bad: ['#/code'],
  deleted: true,
  gone: 'record-not-found',
};
