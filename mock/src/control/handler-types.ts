import type { Mock } from '../mock.ts';
import type { Session } from '../session.ts';
import type { ControlId } from './generated/control.ts';
import type { operations } from './generated/control-schema.ts';
import type { ControlInput } from './request.ts';

/** A validated request to the control API. */
interface ControlRequest<Id extends ControlId> extends ControlInput<Id> {
  readonly mock: Mock;
  /** The session that the request is about. */
  readonly session: Session;
  /** Aborted when the client disconnects. */
  readonly signal: AbortSignal;
}

type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

/** JSON as its value, any other content as a Response, and nothing as void. */
type Content<T> = T extends { content: { 'application/json': infer Body } }
  ? DeepReadonly<Body>
  : T extends { content: object }
    ? Response
    : // biome-ignore lint/suspicious/noConfusingVoidType: It becomes the return type of a handler.
      void;

type Responses<Id extends ControlId> = operations[Id]['responses'];

/** What `control.yaml` promises as the successful response of an operation. */
export type ControlResult<Id extends ControlId> = Content<Responses<Id>[keyof Responses<Id> & (200 | 201 | 204)]>;

/** A handler for each operation of `control.yaml`. */
export type ControlHandlers = {
  readonly [Id in ControlId]: (request: ControlRequest<Id>) => ControlResult<Id> | Promise<ControlResult<Id>>;
};
