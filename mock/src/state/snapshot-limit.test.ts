import { expect, it } from 'vitest';
import { createMock } from '../mock.ts';

it('a mock keeps 100 snapshots: the oldest is dropped first, and saving one again makes it the newest', () => {
  const mock = createMock({ scenario: 'empty' });
  const { snapshots } = mock;
  const state = mock.snapshot();
  for (let index = 0; index < 100; index++) snapshots.save(`s${index}`, state);
  snapshots.save('s0', state);
  expect(snapshots.names).toHaveLength(100);
  snapshots.save('s100', state);
  expect(snapshots.names).toHaveLength(100);
  expect(snapshots.names).toContain('s0');
  expect(snapshots.names).not.toContain('s1');
});
