import { ALL, type Any, bodies, type Fault, fault, instead, RECORDS, refusals, replies, shows } from './fault.ts';

const unzoned = (value: string | null) => value?.replace('Z', '') ?? null;
const needsToken = (...ops: Parameters<typeof instead>[0]) =>
  instead(ops, (server, { headers }) =>
    headers.authorization ? undefined : server.refuse(401, 'unauthorized', 'Log in.'),
  );

export const shapes: Fault[] = [
  fault(
    'record-shape',
    'omits deactivated_at while it is null',
    shows(({ deactivated_at, ...rest }: Any) => (deactivated_at ? { ...rest, deactivated_at } : rest)),
  ),
  fault(
    'record-shape',
    'writes status in capitals',
    shows((record) => ({ ...record, status: record.status.toUpperCase() })),
  ),
  fault(
    'record-shape',
    'writes created_at as seconds since 1970',
    shows((record) => ({ ...record, created_at: Date.parse(record.created_at) / 1000 })),
  ),
  fault(
    'record-shape',
    'writes the fields in camel case',
    shows(({ mentor_id, org_id, ...rest }: Any) => ({ ...rest, mentorId: mentor_id, orgId: org_id })),
  ),
  fault(
    'record-shape',
    'omits org_id in a list',
    bodies(['list'], (page) => ({ ...page, data: page.data.map(({ org_id, ...rest }: Any) => rest) })),
  ),
  fault(
    'record-shape',
    'wraps the record in `data` in lookup',
    bodies(['lookup'], (record) => ({ data: record })),
  ),
  fault(
    'record-shape',
    'responds with a list of one record in active',
    bodies(['active'], (record) => [record]),
  ),
  fault(
    'record-shape',
    'writes the id as a number in get',
    bodies(['get'], (record) => ({ ...record, id: 7 })),
  ),
  fault(
    'status-agrees-with-deactivated-at',
    'leaves deactivated_at null in an inactive record',
    shows((record) => ({ ...record, deactivated_at: null })),
  ),
  fault(
    'status-agrees-with-deactivated-at',
    'shows status active together with a deactivated_at',
    shows((record) => ({ ...record, status: 'active' })),
  ),
  fault(
    'status-agrees-with-deactivated-at',
    'sets deactivated_at when a record is created',
    shows((record) => ({ ...record, deactivated_at: record.deactivated_at ?? record.created_at })),
  ),
  fault(
    'times-carry-a-zone',
    'writes times without a zone',
    shows((record) => ({
      ...record,
      created_at: unzoned(record.created_at),
      deactivated_at: unzoned(record.deactivated_at),
    })),
  ),
  fault(
    'times-carry-a-zone',
    'writes times in the format of a database',
    shows((record) => ({ ...record, created_at: record.created_at.replace('T', ' ').replace('Z', '') })),
  ),
  fault(
    'times-carry-a-zone',
    'omits the zone in deleted_at only',
    bodies(['remove'], (receipt) => ({ ...receipt, deleted_at: unzoned(receipt.deleted_at) })),
  ),
  fault(
    'times-carry-a-zone',
    'writes deactivated_at as a date without a time',
    bodies(RECORDS, (record) => ({ ...record, deactivated_at: record.deactivated_at?.slice(0, 10) ?? null })),
  ),
  fault(
    'answers-are-json',
    'gives every response the content type text/html',
    replies(ALL, (reply) => ({ ...reply, headers: { 'content-type': 'text/html' } })),
  ),
  fault(
    'answers-are-json',
    'gives a list the content type text/plain',
    replies(['list'], (reply) => ({ ...reply, headers: { 'content-type': 'text/plain' } })),
  ),
  fault(
    'answers-are-json',
    'sends errors as HTML',
    refusals(ALL, (reply) => ({ ...reply, headers: { 'content-type': 'text/html' } })),
  ),
  fault(
    'answers-are-json',
    'repeats an unknown code in an HTML page',
    refusals(['lookup'], (reply, { query }) => ({
      ...reply,
      headers: { 'content-type': 'text/html' },
      body: `No ${query.get('code')}`,
    })),
  ),
  fault('open-to-all', 'requires credentials for a create', needsToken('create')),
  fault('open-to-all', 'requires credentials for a deletion', needsToken('remove')),
  fault('open-to-all', 'requires credentials for a list', needsToken('list')),
  fault('open-to-all', 'requires credentials for everything', needsToken(...ALL)),
  fault(
    'list-envelope',
    'responds with a bare array',
    bodies(['list'], ({ data }) => data),
  ),
  fault(
    'list-envelope',
    'writes total as a string',
    bodies(['list'], ({ data, pagination }) => ({
      data,
      pagination: { ...pagination, total: String(pagination.total) },
    })),
  ),
  fault(
    'list-envelope',
    'puts page, limit and total next to data',
    bodies(['list'], ({ data, pagination }) => ({ data, ...pagination })),
  ),
  fault(
    'list-envelope',
    'omits total',
    bodies(['list'], ({ data, pagination: { total, ...rest } }) => ({ data, pagination: rest })),
  ),
  fault(
    'list-envelope',
    'names the array of records items',
    bodies(['list'], ({ data, pagination }) => ({ items: data, pagination })),
  ),
  fault(
    'list-envelope',
    'shows the page as a fraction',
    bodies(['list'], ({ data, pagination }) => ({
      data,
      pagination: { ...pagination, total: pagination.total + 0.5 },
    })),
  ),
];
