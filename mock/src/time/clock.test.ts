import { expect, it } from 'vitest';
import { Clock } from './clock.ts';
import { milliseconds } from './duration.ts';

const clockAt = (time: string) => {
  const real = { time: Date.parse(time) };
  return { real, clock: new Clock(() => real.time) };
};

it('a clock follows the real time until it is set, and again once it is set to real', () => {
  const { clock, real } = clockAt('2026-01-01T00:00:00Z');
  real.time += 1000;
  expect(clock.now()).toBe(real.time);
  clock.set('2030-01-01T00:00:00Z');
  real.time += 1000;
  expect(clock.now()).toBe(Date.parse('2030-01-01T00:00:00Z'));
  clock.set('real');
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
  expect(() => clock.set('+9999999d')).toThrow('years 0 to 9999');
  expect(() => clock.set('+soon')).toThrow('+soon is not a duration');
  expect(() => clock.advance(Number.MAX_SAFE_INTEGER)).toThrow('years 0 to 9999');
  expect(() => clock.advance(Number.NaN)).toThrow('NaN is not a duration');
  expect(clock.now()).toBe(Date.parse('2026-01-01T00:00:00Z'));
});

it.each(['real', '2026-03-26T12:00:00.250Z', '+2h', '-90s'])(
  'the setting %s of a clock sets another clock to the same time',
  (setting) => {
    const { clock } = clockAt('2026-01-01T00:00:00Z');
    clock.set(setting);
    const { clock: other } = clockAt('2026-01-01T00:00:00Z');
    other.set(clock.setting);
    expect(other.now()).toBe(clock.now());
  },
);

it.each([
  ['2h', 7_200_000],
  ['1h30m', 5_400_000],
  ['-5m', -300_000],
  ['1.5s', 1500],
  ['250ms', 250],
  ['1d', 86_400_000],
  [42, 42],
])('%s is %d milliseconds', (duration, expected) => expect(milliseconds(duration)).toBe(expected));

it.each(['', '2', 'h', '2 h', '2h ', '1y', 'PT2H', Number.NaN, Number.POSITIVE_INFINITY])(
  '%j is not a duration',
  (duration) => expect(() => milliseconds(duration)).toThrow('is not a duration'),
);
