import { examples, type Operation, type OperationId, operations } from '@referral-codes/sdk/contract';

/** A request of the source document, and the response that the document shows. */
export interface DocumentedExchange {
  id: OperationId;
  method: string;
  /** Below a server URL. */
  path: string;
  request: unknown;
  response: Record<string, unknown>;
  /** When the documented response was sent: the time in it that the server set. */
  at: string;
}

const record = examples.getRecord.response;

/** The seven exchanges of the source document. */
const documented: DocumentedExchange[] = Object.entries<Operation>(operations).map(([id, operation]) => {
  const example: { request?: unknown; response: object } = examples[id as OperationId];
  const query = Object.keys(operation.query)
    .filter((name) => name in record)
    .map((name) => `${name}=${record[name as keyof typeof record]}`);
  return {
    id: id as OperationId,
    method: operation.method,
    path: `${operation.path.replace('{id}', record.id)}${query.length > 0 ? `?${query.join('&')}` : ''}`,
    request: example.request,
    response: example.response as Record<string, unknown>,
    at: examples.deleteRecord.response.deleted_at,
    ...(id === 'createCode' && { at: examples.createCode.response.created_at }),
  };
});

/** The part of a response that the document shows: of a list, only the first record and the pagination. */
const shownPart = (id: OperationId, body: { data?: unknown[] }): unknown =>
  id === 'listRecords' ? { ...body, data: body.data?.slice(0, 1) } : body;

/** Sends all documented requests to a server URL. Before each request, `prepare` sets the documented time and state. */
export async function replay(
  serverUrl: string,
  prepare: (exchange: DocumentedExchange) => Promise<void> | void,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): Promise<{ id: OperationId; status: number; body: unknown }[]> {
  const responses = [];
  for (const exchange of documented) {
    await prepare(exchange);
    if (exchange.id === 'createCode') await fetch(serverUrl + documentedRecordPath, { method: 'DELETE' });
    const response = await fetch(serverUrl + exchange.path, {
      method: exchange.method,
      ...(exchange.request !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(exchange.request),
      }),
    });
    responses.push({
      id: exchange.id,
      status: response.status,
      body: shownPart(exchange.id, (await response.json()) as object),
    });
  }
  return responses;
}

const documentedRecordPath = operations.deleteRecord.path.replace('{id}', record.id);

/** The result of `replay` if every response is the documented one. */
export const documentedResponses = documented.map(({ id, response }) => ({
  id,
  status: operations[id].success.status,
  body: response,
}));
