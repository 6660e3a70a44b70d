import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operations } from '@referral-codes/sdk/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseScenario } from '../src/cli/scenario-file.ts';
import { codesAt, create, killAll, listening, start, until } from './command.ts';

const readScenarioFile = async (path: string) => parseScenario(path, await readFile(path, 'utf8'));

const PATH = operations.listRecords.path;

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'referral-codes-mock-'));
  file = join(folder, 'team.yaml');
});
afterEach(async () => {
  killAll();
  await rm(folder, { recursive: true });
});

const scenario = `# two mentors
clock: 2026-03-26T12:00:00Z
records:
  - { mentor_id: usr_1, org_id: org_1, code: ONE }
  - mentor_id: usr_1
    org_id: org_1
    code: TWO
    deactivated_at: 2026-02-01T00:00:00+01:00
`;

describe('a scenario file', () => {
  it('is YAML, and records may leave fields out', async () => {
    await writeFile(file, scenario);
    const { records, clock } = await readScenarioFile(file);
    expect(clock).toBe('2026-03-26T12:00:00Z');
    expect(records).toMatchObject([
      { id: 'rc_00000001', status: 'active', created_at: '2026-01-01T00:00:00Z', deactivated_at: null },
      { id: 'rc_00000002', status: 'inactive', deactivated_at: '2026-01-31T23:00:00Z' },
    ]);
  });

  it('may be JSON, such as a snapshot that was downloaded', async () => {
    await writeFile(file, scenario);
    const state = await readScenarioFile(file);
    await writeFile(join(folder, 'snapshot.json'), JSON.stringify(state, null, 2));
    expect(await readScenarioFile(join(folder, 'snapshot.json'))).toEqual(state);
  });

  it.each([
    [
      'two active records for a pair',
      scenario.replace(/ +deactivated_at.*\n/, ''),
      'team.yaml:5: status is active for usr_1 and org_1, like record 0',
    ],
    ['a bad code', scenario.replace('code: TWO', 'code: two'), 'team.yaml:7: code must match pattern'],
    ['a number for a name', scenario.replace('org_id: org_1\n', 'org_id: 17\n'), 'team.yaml:6: org_id must be string'],
    ['an unknown field', `${scenario}colour: red\n`, 'team.yaml:9: colour is not allowed; allowed is records, clock'],
    ['a missing field', scenario.replace('    code: TWO\n', ''), 'team.yaml:5: record 1: code is required'],
    ['invalid YAML', 'records: [', 'team.yaml:1: '],
    ['nothing', '', 'team.yaml:1: the file must be an object'],
  ])('with %s is refused with file, line and reason', async (_, text, message) => {
    await writeFile(file, text);
    await expect(readScenarioFile(file)).rejects.toThrow(message);
    const run = start('--port', '0', '--scenario', file);
    expect(await run.ended).toBe(2);
    expect(run.stderr).toContain(message);
  });

  it('that changes resets the mock; if it is invalid, a message gives the reason and the mock keeps its state', async () => {
    await writeFile(file, scenario);
    const run = await listening('--scenario', file);
    await create(run.origin, 'GONE');
    await writeFile(join(folder, 'new'), scenario.replace('ONE', 'FIRST'));
    await rename(join(folder, 'new'), file); // As editors do.
    await until(async () => (await codesAt(run.origin)).join() === 'FIRST,TWO');
    await writeFile(file, 'records: 1');
    await until(() => run.stderr.includes('records must be a list of records'));
    expect(await codesAt(run.origin)).toEqual(['FIRST', 'TWO']);
  });

  it('that changes does not change the state with --on-scenario-change keep, but a reset restores it', async () => {
    await writeFile(file, scenario);
    const { origin } = await listening('--scenario', file, '--on-scenario-change', 'keep');
    await create(origin, 'KEPT');
    await writeFile(file, scenario.replace('ONE', 'FIRST'));
    await until(async () => {
      const response = await fetch(`${origin}${PATH}/lookup?code=FIRST`, {
        headers: { 'x-mock-session': `s${Date.now()}` },
      });
      return response.status === 200;
    });
    expect(await codesAt(origin)).toContain('KEPT');
    await fetch(`${origin}/__mock/reset`, { method: 'POST' });
    expect(await codesAt(origin)).toEqual(['FIRST', 'TWO']);
  });
});
