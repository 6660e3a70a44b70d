import type { ReceivedResponse } from '../message/exchange.ts';

/** What reveals internals of a server. */
const LEAKS: readonly (readonly [string, RegExp])[] = [
  [
    'a stack trace',
    /\bat .{1,200}:\d+:\d+\)?|Traceback \(most recent call last\)|\.(java|kt|scala|cs|rb|php|go):\d+|goroutine \d+/,
  ],
  ['a path', /(?<![\w/.])\/(usr|home|var|opt|srv|app|root|src|work|tmp)\/[\w.-]+\/|node_modules|[A-Z]:\\\w+\\/],
  [
    'a query',
    /\b(SELECT\s.{1,500}\sFROM|INSERT\s+INTO|UPDATE\s.{1,500}\sSET|DELETE\s+FROM)\s|SQLSTATE|syntax error at or near|duplicate key value violates|ER_DUP_ENTRY|\bE11000\b|\bORA-\d{5}/i,
  ],
];

/** A response, and the internals that it reveals. */
export interface Examined {
  readonly what: string;
  readonly response: ReceivedResponse;
  readonly leaks: readonly string[];
}

/** Searches an error for leaks at once, because its body may be discarded later. A server may repeat what was sent. */
export function examine(what: string, response: ReceivedResponse, sent: string): Examined {
  const leaks = (response.status >= 400 ? LEAKS : []).flatMap(([kind, pattern]) => {
    const leaked = response.text.match(pattern)?.[0];
    return leaked !== undefined && !sent.includes(leaked) ? [`${kind} (${leaked})`] : [];
  });
  return { what, response, leaks };
}
