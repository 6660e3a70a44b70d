import { expect, it } from 'vitest';
import { Clock } from './clock.ts';

const clockAt = (time: string) => {
  const real = { time: Date.parse(time) };
  return { real, clock: new Clock(() => real.time) };
};

it('a clock follows the real time until it is set, and again once resumed', () => {
  const { clock, real } = clockAt('2026-01-01T00:00:00Z');
  real.time += 1000;
  expect(clock.now()).toBe(real.time);
  clock.set('2030-01-01T00:00:00Z');
  real.time += 1000;
  expect(clock.now()).toBe(Date.parse('2030-01-01T00:00:00Z'));
  clock.resume();
  expect(clock.now()).toBe(real.time);
});

it('a clock can be moved both ways, running or stopped', () => {
  const { clock, real } = clockAt('2026-01-01T00:00:00Z');
  clock.advance(5000);
  real.time += 1;
  expect(clock.now()).toBe(real.time + 5000);
  clock.set('2026-01-01T00:00:00Z');
  clock.advance(-1000);
  expect(clock.now()).toBe(Date.parse('2025-12-31T23:59:59Z'));
});

it('a clock never leaves the years that can be written', () => {
  const { clock } = clockAt('2026-01-01T00:00:00Z');
  expect(() => clock.set('soon')).toThrow('soon is not an RFC 3339 time');
  expect(() => clock.advance(Number.MAX_SAFE_INTEGER)).toThrow('years 0 to 9999');
  expect(() => clock.advance(Number.NaN)).toThrow('years 0 to 9999');
  expect(clock.now()).toBe(Date.parse('2026-01-01T00:00:00Z'));
});
