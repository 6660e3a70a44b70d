import { type Exchange, type ReceivedResponse, summary } from './message/exchange.ts';
import { printable } from './message/printable.ts';

/** An error whose message may quote a server: each of its lines stays one line, with nothing in it but text. */
abstract class Quoting extends Error {
  constructor(...lines: string[]) {
    super(lines.map(printable).join('\n'));
  }
}

/** The server broke the rule under test: the proof is the exchange. */
export class RuleViolation extends Quoting {
  override readonly name = 'Finding';
  readonly exchanges: readonly Exchange[];
  /** The shortest failing sequence of operations, where one was searched for. */
  readonly sequence: readonly string[] | undefined;

  constructor(message: string | readonly string[], exchanges: readonly Exchange[], sequence?: readonly string[]) {
    super(...[message].flat());
    this.exchanges = exchanges;
    this.sequence = sequence;
  }

  /** What was expected, and what came instead. */
  static of(expected: string, answers: readonly ReceivedResponse[]): RuleViolation {
    const last = answers.at(-1);
    const exchanges = answers.map(({ exchange }) => exchange);
    return new RuleViolation(`expected ${expected}${last ? `, got ${summary(last)}` : ''}`, exchanges);
  }
}

/** The rule could be judged neither way, for a reason that is not the network's. */
export class Undecided extends Quoting {
  override readonly name = 'Undecided';
}

/** A request was not sent: it could not be proved that it would meet a record of this run and no other. */
export class Unproven extends Undecided {}

/** The server holds nothing that the rule could be exercised on, and nothing may be written. */
export class NotApplicable extends Quoting {
  override readonly name = 'Unexercised';
}

/** No answer of the server's own: refused, reset, timed out, or a gateway spoke in its place. */
export class TransportError extends Quoting {
  override readonly name = 'TransportError';
  readonly exchange: Exchange;

  constructor(exchange: Exchange, reason: string) {
    super(`${exchange.method} ${exchange.url}: ${reason}`);
    this.exchange = exchange;
  }
}

/** The suite cannot say anything about the target: it is not there, or it is not this API. */
export class CannotJudge extends Quoting {
  override readonly name = 'CannotJudge';
}
