import { curl } from '../message/curl.ts';
import type { Exchange } from '../message/exchange.ts';
import { printable } from '../message/printable.ts';
import { shellWord } from '../message/shell.ts';
import { createdId } from '../run/proof.ts';
import type { Result } from '../run/report.ts';
import { responseOf } from './findings.ts';

/** What a script does before the requests. It deletes nothing: a faulty server may respond with the id of another record. */
const BEGINNING = String.raw`t=$(printf '%04x%04x' $RANDOM $RANDOM) T=${'$'}{t^^} dir=$(mktemp -d)
trap 'rm -r "$dir"' EXIT
id_of() { grep -oE '"id" *: *("[^"]*"|[0-9]+)' "$dir/$1" | head -n 1 | sed -E 's/^"id" *: *"?//; s/"$//'; }
show() { printf '\n%s\n' "$2"; cat "$dir/$1"; printf '\n(in the run: %s)\n' "$3"; }`;

/**
 * A bash script that repeats the exchanges of a finding: it creates the records that it needs, with new values, uses their ids
 * in later requests, and sends at the same time what the run sent at the same time.
 */
export function script({ id, level, sentence, message = '', exchanges = [] }: Result, token: string): string {
  const variables = new Map<string, string>();
  for (const exchange of exchanges) {
    const created = createdId(exchange);
    if (created && !variables.has(created)) variables.set(created, `id${variables.size + 1}`);
  }
  const quote = quoterOf(variables, token);
  const numbered = exchanges.map((exchange, index) => ({ exchange, number: index + 1 }));
  const known = new Set<string>();
  const steps = groupsOf(numbered).flatMap((group) => [
    '',
    ...group.map(
      ({ exchange, number }) => `${curl(exchange, quote)} -sS > "$dir/${number}"${group.length > 1 ? ' &' : ''}`,
    ),
    ...(group.length > 1 ? ['wait'] : []),
    ...group.flatMap((step) => shown(step, variables, known)),
  ]);
  return `${[
    '#!/usr/bin/env bash',
    ...[`${id} (${level}): ${sentence}`, ...message.split('\n')].map((line) => `# ${printable(line)}`),
    '# The records that this script creates remain on the server.',
    BEGINNING,
    ...steps,
  ].join('\n')}\n`;
}

interface Step {
  exchange: Exchange;
  number: number;
}

/** Prints the response of a step, and keeps the id of a record that it created. */
function shown({ exchange, number }: Step, variables: ReadonlyMap<string, string>, known: Set<string>): string[] {
  const { method, url } = exchange;
  const lines = [`show ${number} ${shellWord(`${method} ${url}`)} ${shellWord(responseOf(exchange))}`];
  const created = createdId(exchange);
  if (created === undefined || known.has(created)) return lines;
  known.add(created);
  return [...lines, `${variables.get(created)}=$(id_of ${number})`];
}

/** Requests that were in flight at the same time. */
function groupsOf(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const step of steps) {
    const { sentAt, durationMs } = step.exchange;
    const last = groups.at(-1);
    if (last && sentAt < end) last.push(step);
    else groups.push([step]);
    end = last && sentAt < end ? Math.min(end, sentAt + durationMs) : sentAt + durationMs;
  }
  return groups;
}

/** Writes a text as a word for bash in which the token of the run, and the ids of its records, are variables. */
function quoterOf(variables: ReadonlyMap<string, string>, token: string): (text: string) => string {
  const byText = new Map([
    ...variables,
    ...(token ? [[token, 't'] as const, [token.toUpperCase(), 'T'] as const] : []),
  ]);
  const ids = [...variables.keys()].map((id) => `(?<![\\w-])${escaped(id)}(?![\\w-])`);
  const pattern = [...ids, ...(token ? [token, token.toUpperCase()] : [])].join('|');
  if (!pattern) return shellWord;
  return (text) =>
    text
      .split(new RegExp(`(${pattern})`))
      .flatMap((part) => (byText.has(part) ? `"$${byText.get(part)}"` : part ? shellWord(part) : []))
      .join('');
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
