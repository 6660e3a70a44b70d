import { examples, type Operation, type OperationId, operations } from '@referral-codes/sdk/contract';

/** A request of the source document and the answer it prints. */
export interface Documented {
  id: OperationId;
  method: string;
  /** Below a server URL. */
  path: string;
  request: unknown;
  response: Record<string, unknown>;
  /** When the document's answer was given: the time in it that the server stamped. */
  at: string;
}

const record = examples.getRecord.response;

/** The seven exchanges of the source document. */
const documented: Documented[] = Object.entries<Operation>(operations).map(([id, operation]) => {
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

/** The answer as far as the document prints it: of a list, the first record and the pagination. */
const asPrinted = (id: OperationId, answer: { data?: unknown[] }): unknown =>
  id === 'listRecords' ? { ...answer, data: answer.data?.slice(0, 1) } : answer;

/** Asks everything the document asks below a server URL. `prepare` makes the documented moment before each. */
export async function replay(
  serverUrl: string,
  prepare: (exchange: Documented) => Promise<void> | void,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): Promise<{ id: OperationId; status: number; answer: unknown }[]> {
  const answers = [];
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
    answers.push({
      id: exchange.id,
      status: response.status,
      answer: asPrinted(exchange.id, (await response.json()) as object),
    });
  }
  return answers;
}

const documentedRecordPath = operations.deleteRecord.path.replace('{id}', record.id);

/** What `replay` answers where the mock says what the document says. */
export const asDocumented = documented.map(({ id, response }) => ({
  id,
  status: operations[id].success.status,
  answer: response,
}));
