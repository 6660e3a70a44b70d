import { rules } from '@referral-codes/sdk/contract';
import { expect, it } from 'vitest';
import { checks } from '../src/checks/index.ts';

it('rule ids and sentences change only together with their snapshot', async () => {
  const lines = Object.entries(rules).map(([id, { level, sentence }]) => `${id} · ${level} · ${sentence}`);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('ids.snapshot.txt');
});

it('every rule has a check, in the file of its heading', () => {
  expect(Object.keys(checks).toSorted()).toEqual(Object.keys(rules).toSorted());
});

it('the checks are in the order of the contract, heading by heading', () => {
  const headings = Object.keys(checks).map((id) => rules[id as keyof typeof rules].heading);
  const changes = headings.filter((heading, index) => heading !== headings[index - 1]);
  expect(changes).toEqual([...new Set(Object.values(rules).map(({ heading }) => heading))]);
});
