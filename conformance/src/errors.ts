import { type Exchange, type ReceivedResponse, summary } from './message/exchange.ts';
import { printable } from './message/printable.ts';

/** An error whose message may quote a server. Each line of the message is escaped, so that it stays one line of plain text. */
abstract class QuotingError extends Error {
  constructor(...lines: string[]) {
    super(lines.map(printable).join('\n'));
  }
}

/** The server broke the rule that is checked. The exchanges prove it. */
export class RuleViolation extends QuotingError {
  override readonly name = 'RuleViolation';
  readonly exchanges: readonly Exchange[];
  /** The shortest failing sequence of operations, if the check searched for one. */
  readonly sequence: readonly string[] | undefined;

  constructor(message: string | readonly string[], exchanges: readonly Exchange[], sequence?: readonly string[]) {
    super(...[message].flat());
    this.exchanges = exchanges;
    this.sequence = sequence;
  }

  /** A violation that says what was expected and quotes the last of the responses. */
  static of(expected: string, responses: readonly ReceivedResponse[]): RuleViolation {
    const last = responses.at(-1);
    const exchanges = responses.map(({ exchange }) => exchange);
    return new RuleViolation(`expected ${expected}${last ? `, got ${summary(last)}` : ''}`, exchanges);
  }
}

/** The check could not establish whether the server keeps the rule. The network is not the reason. */
export class Inconclusive extends QuotingError {
  override readonly name: string = 'Inconclusive';
}

/** A request was not sent, because it might have changed or deleted a record that this run did not create. */
export class UnprovenOwnership extends Inconclusive {
  override readonly name = 'UnprovenOwnership';
}

/** A read-only run found no record to which the rule applies. */
export class NotApplicable extends QuotingError {
  override readonly name = 'NotApplicable';
}

/** The server did not respond: connection refused or reset, timeout, or a gateway responded in its place. */
export class TransportError extends QuotingError {
  override readonly name = 'TransportError';
  readonly exchange: Exchange;

  constructor(exchange: Exchange, reason: string) {
    super(`${exchange.method} ${exchange.url}: ${reason}`);
    this.exchange = exchange;
  }
}

/** The suite cannot judge the target, for example because nothing responds there or because it is another API. */
export class CannotJudge extends QuotingError {
  override readonly name = 'CannotJudge';
}

/** A value that the surrounding code guarantees to exist. Throws an Error if it does not, which is a defect of the suite. */
export function required<T>(value: T | null | undefined): T {
  if (value === undefined || value === null) throw new Error('a value that must exist is missing');
  return value;
}
