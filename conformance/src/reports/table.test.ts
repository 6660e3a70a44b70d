import { type RuleId, rules } from '@referral-codes/sdk/contract';
import { expect, it } from 'vitest';
import type { Exchange } from '../message/exchange.ts';
import type { Report, Result } from '../run/report.ts';
import { unfinishedReport } from '../run/unfinished-report.ts';
import { table } from './table.ts';

const exchange = (more: Partial<Exchange> = {}): Exchange => ({
  method: 'GET',
  url: 'http://a.test/api/v1/referral-code-records/active?mentor_id=cf-abcdefgh-1a-m&org_id=cf-abcdefgh-1a-o',
  headers: {},
  status: 200,
  text: '{}',
  sentAt: 0,
  durationMs: 1,
  ...more,
});

const result = (id: RuleId, more: Partial<Result> = {}): Result => {
  const { heading, sentence, level, provenance } = rules[id];
  const { status = 'failed', message = `expected ${id}`, exchanges = [exchange()] } = more;
  const counts = { assertions: 1, requests: 1, durationMs: 1 };
  return { id, heading, sentence, level, provenance, status, message, exchanges, ...counts };
};

const shown = (results: Result[], options = {}): string => {
  const report: Report = { ...unfinishedReport('http://a.test', {}), results, verdict: 'nonconformant' };
  return table(report, options);
};

/** The titles of the findings, in their order. */
const titles = (text: string): string[] => text.split('\n').filter((line) => /^[a-z0-9-]+: /.test(line));

it('broken MUSTs come first, then SHOULDs, then what is inconclusive, then waivers with their reasons', () => {
  const text = shown([
    result('list-echoes-its-page', { status: 'waived', message: 'the old client needs it' }),
    result('list-envelope', { status: 'inconclusive' }),
    result('list-oldest-first'),
    result('record-shape'),
    result('list-defaults', { status: 'passed' }),
  ]);
  expect(titles(text).map((title) => title.split(' ').slice(0, 2).join(' '))).toEqual([
    'record-shape: broken',
    'list-oldest-first: deviates',
    'list-envelope: inconclusive',
    'list-echoes-its-page: waived',
  ]);
  expect(text).toContain('the old client needs it');
});

it('rules whose checks end with the same error are told once, with one proof, and verbose shows all of them', () => {
  const refused = (id: RuleId, code: string, status: Result['status'] = 'failed') =>
    result(id, { status, exchanges: [exchange({ status: 401, text: `{"error":"no key","trace":"${code}"}` })] });
  const results = [
    refused('list-defaults', 'cf-1a'),
    refused('list-envelope', 'cf-2b'),
    refused('create-answers-201', 'cf-3c', 'inconclusive'),
    result('delete-answers-a-receipt', { exchanges: [exchange({ status: 404 })] }),
  ];
  const text = shown(results);
  expect(text).toContain('3 rules probably have one cause:\n  each check ended with 401 {"error":"no key"');
  expect(text).toContain('  Also failed: list-envelope\n  Also inconclusive: create-answers-201\n');
  expect(titles(text).map((title) => title.split(':')[0])).toEqual(['list-defaults', 'delete-answers-a-receipt']);
  expect(titles(shown(results, { verbose: true }))).toHaveLength(4);
});

it('rules that are inconclusive for the same reason are told once', () => {
  const results = (['list-defaults', 'list-envelope', 'record-shape'] as const).map((id, index) =>
    result(id, { status: 'inconclusive', message: `created_at is no time: 2026-01-0${index}` }),
  );
  expect(shown(results)).toContain('3 rules probably have one cause:\n  created_at is no time: 2026-01-0');
});

it('80 columns are enough, and a long response is shown as its beginning and its length', () => {
  const text = `[[[[ ${'['.repeat(1996)}…`;
  const long = exchange({ status: 500, text, textLength: 30_000, body: '{"code":"x"}'.repeat(50), method: 'POST' });
  const lines = shown([
    result('record-shape', { message: `expected no 5xx, got 500 ${text.slice(0, 200)}`, exchanges: [long] }),
  ]).split('\n');
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.join('\n')).toContain('… (30000 characters)');
  expect(lines.join('\n').match(/\[/g)?.length).toBeLessThan(450);
});

it('no line is a command for a build server, wherever a line of the server’s text begins', () => {
  for (let length = 0; length < 80; length += 1) {
    const text = `${'x'.repeat(length)} ::error::no ##[error]no ::add-mask::a ##vso[task.complete]`;
    expect(shown([result('record-shape', { message: text, exchanges: [exchange({ text })] })])).not.toMatch(
      /^\s*::|##\w*\[/m,
    );
  }
});
