import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { operations, validators } from '@referral-codes/sdk/contract';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { required } from '../../scripts/required.ts';
import { preferredFault } from '../src/faults/prefer.ts';
import { toCurl } from '../src/journal/curl.ts';
import { toHar } from '../src/journal/har.ts';
import { nearMisses } from '../src/journal/near-misses.ts';
import { findRoute, isApiPath } from '../src/kernel/router.ts';
import { checkBody, checkContentType, checkQuery } from '../src/kernel/validate.ts';
import { didYouMean } from '../src/message/suggest.ts';
import { createMock } from '../src/mock.ts';
import { readState } from '../src/state/state.ts';
import { milliseconds } from '../src/time/duration.ts';
import { compareTimes, instantOf, toUtc } from '../src/time/time.ts';

// Whatever reads what a client sent does so in linear or bounded time: in milliseconds for these texts. A quadratic step
// takes seconds. The bound is far from both.
const LENGTH = 50_000;
const BOUND = 500;

const PATH = operations.listRecords.path;
const TIME = '2026-01-10T09:00:00';

const UNITS = ['a', 'A', '0', '-', '/', ' ', '.', ':', '%', '~', '{', '\\', "'", '\n', 'A-', '1h', '1.', 'a/', '&a='];
const PREFIXES = ['', '/', 'application/json', `${TIME}.`, '[', '1', 'http:'];
const SUFFIXES = ['', '!', '//', '\u0000'];

/** Texts of 50 kB: one unit over and over, between a beginning that lets a pattern go on and an end that makes it fail. */
const texts = PREFIXES.flatMap((prefix) =>
  UNITS.flatMap((unit) =>
    SUFFIXES.map((suffix) => prefix + unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH) + suffix),
  ),
);

/** Milliseconds of processor time so far: on a busy machine any step may take long by the clock. */
function used(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The most processor time that one of the texts took, in milliseconds. Stops at the first one that takes more than the bound. */
function slowest(read: (text: string) => unknown, bound = BOUND): number {
  let longest = 0;
  for (const text of texts) {
    const start = used();
    try {
      read(text);
    } catch (error) {
      // It may refuse the text; it must do so in time. A plain TypeError is a mistake of this test, and nothing was read.
      if ((error as Error).name === 'TypeError') throw error;
    }
    longest = Math.max(longest, used() - start);
    if (longest > bound) break;
  }
  return longest;
}

describe('every regular expression takes linear time', async () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const folders = ['mock/src', 'sdk/src/generated'];
  const patterns = new Map<string, RegExp>();
  for (const folder of folders)
    for (const name of await readdir(root + folder, { recursive: true }))
      if (name.endsWith('.ts') && !name.endsWith('.test.ts'))
        for (const pattern of patternsIn(await readFile(`${root}${folder}/${name}`, 'utf8')))
          patterns.set(String(pattern), pattern);

  it('finds the expressions it is to runSuite', () => {
    expect(patterns.size).toBeGreaterThan(20);
    expect([...patterns.keys()]).toContain('/^[A-Z0-9]+(-[A-Z0-9]+)*$/u');
  });

  it.each([...patterns.values()])('%s', (pattern) => {
    expect(
      slowest((text) => text.replaceAll(new RegExp(pattern, `${pattern.flags.replace('g', '')}g`), '')),
    ).toBeLessThan(BOUND);
  });

  it('notices one that does not', () => {
    // Quadratic, so that a tenth of the length takes a hundredth of the time.
    const bound = BOUND / 100;
    expect(slowest((text) => /([^/]+)\/?$/.test(text.slice(-LENGTH / 10)), bound)).toBeGreaterThan(bound);
  });
});

/** The regular expressions of a source: literals, and `new RegExp` of literals. */
function patternsIn(source: string): RegExp[] {
  const found: RegExp[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const [, body, flags] = required(node.text.match(/^\/(.*)\/(\w*)$/s));
      found.push(new RegExp(required(body), flags));
    }
    if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp') {
      const [body, flags] = node.arguments ?? [];
      if (body && ts.isStringLiteral(body))
        found.push(new RegExp(body.text, flags && ts.isStringLiteral(flags) ? flags.text : ''));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true));
  return found;
}

describe('every function that reads what a client sent takes linear time', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const headers = (type: string) => ({ header: () => type }) as unknown as Parameters<typeof checkContentType>[0];
  const entry = async (request: Request) => {
    const mock = createMock({ scenario: 'empty' });
    await mock.fetch(request);
    return required(mock.journal.find()[0]);
  };
  const messageOf = (read: () => unknown) => {
    try {
      return read();
    } catch (error) {
      return (error as Error).message;
    }
  };
  it.each<[string, (text: string) => unknown]>([
    ['a suggestion for an unknown name', (text) => didYouMean(text, ['operation', 'createCode'])],
    ['a fault that a request asks for', (text) => messageOf(() => preferredFault(`fault=reset; ${text}`))],
    ['near misses of a path', (text) => nearMisses('GET', PATH + text)],
    ['near misses of a path below the other mount', (text) => nearMisses('GET', `/${text}`)],
    ['near misses of a method', (text) => nearMisses(text, `${PATH}/`)],
    ['the route of a path', (text) => findRoute(`${PATH}/${text}`)],
    ['whether a path belongs to the API', isApiPath],
    ['a duration', milliseconds],
    ['a time', instantOf],
    ['a time in UTC', toUtc],
    ['which time is earlier', (text) => compareTimes(`${TIME}.${text}Z`, `${TIME}Z`)],
    ['a query', (text) => checkQuery('findByCode', text)],
    ['a code in a query', (text) => checkQuery('findByCode', `code=${encodeURIComponent(text)}`)],
    ['a content type', (text) => checkContentType(headers(text))],
    ['a body', (text) => checkBody('createCode', bytes(text))],
    [
      'a field of a body',
      (text) =>
        checkBody('createCode', bytes(JSON.stringify({ mentor_id: text, org_id: text, code: text, [text]: 1 }))),
    ],
    [
      'a time in a body',
      (text) => checkBody('deactivateCode', bytes(JSON.stringify({ status: 'inactive', deactivated_at: text }))),
    ],
    ['a problem', (text) => validators.Problem({ type: text, title: text, status: 400, detail: text })],
    [
      'a state',
      (text) =>
        readState({
          records: [
            {
              id: text,
              mentor_id: text,
              org_id: text,
              code: text,
              status: text,
              created_at: text,
              deactivated_at: text,
            },
          ],
          clock: text,
          [text]: 1,
        }),
    ],
  ])('%s', (_, read) => {
    expect(slowest(read)).toBeLessThan(BOUND);
  });

  it('the exports of the journal', async () => {
    for (const text of texts.slice(0, UNITS.length * SUFFIXES.length)) {
      const request = new Request(`http://mock${PATH}?code=${encodeURIComponent(text)}`, {
        method: 'POST',
        body: text,
        headers: { 'content-type': 'application/json' },
      });
      const kept = await entry(request);
      const start = used();
      toCurl(kept);
      toHar([kept]);
      expect(used() - start).toBeLessThan(BOUND);
    }
  });
});
