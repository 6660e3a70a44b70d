import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operations } from '@referral-codes/sdk/contract';
import { expect, it, onTestFinished } from 'vitest';
import { createMock } from '../mock.ts';
import { openStateFile } from './state-file.ts';

it('a change is in the file as soon as its answer is there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mock-state-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'state.json');
  const mock = createMock({ scenario: 'empty' });
  const file = await openStateFile(mock, path, () => {});
  const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const body = JSON.stringify({ mentor_id: 'm-1', org_id: 'o-1', code: 'AT-ONCE' });
  const { status } = await mock.fetch(new Request(`http://mock${operations.createCode.path}`, { ...init, body }));
  const kept = readFileSync(path, 'utf8');
  expect(status).toBe(201);
  expect(kept).toContain('AT-ONCE');
  expect(await file.end()).toBe(true);
});
