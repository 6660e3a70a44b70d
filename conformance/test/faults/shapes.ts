import { ALL, type Any, answers, bodies, type Fault, fault, instead, RECORDS, refusals, shows } from './fault.ts';

const unzoned = (value: string | null) => value?.replace('Z', '') ?? null;
const needsToken = (...ops: Parameters<typeof instead>[0]) =>
  instead(ops, (server, { headers }) =>
    headers.authorization ? undefined : server.refuse(401, 'unauthorized', 'Log in.'),
  );

export const shapes: Fault[] = [
  fault(
    'record-shape',
    'leaves deactivated_at out while it is null',
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
    'writes its fields in camel case',
    shows(({ mentor_id, org_id, ...rest }: Any) => ({ ...rest, mentorId: mentor_id, orgId: org_id })),
  ),
  fault(
    'record-shape',
    'leaves org_id out of a list',
    bodies(['list'], (page) => ({ ...page, data: page.data.map(({ org_id, ...rest }: Any) => rest) })),
  ),
  fault(
    'record-shape',
    'wraps the record that lookup finds in data',
    bodies(['lookup'], (record) => ({ data: record })),
  ),
  fault(
    'record-shape',
    'answers a list of one from active',
    bodies(['active'], (record) => [record]),
  ),
  fault(
    'record-shape',
    'writes the id as a number in get',
    bodies(['get'], (record) => ({ ...record, id: 7 })),
  ),
  fault(
    'status-agrees-with-deactivated-at',
    'leaves deactivated_at null once inactive',
    shows((record) => ({ ...record, deactivated_at: null })),
  ),
  fault(
    'status-agrees-with-deactivated-at',
    'shows status active with a deactivated_at',
    shows((record) => ({ ...record, status: 'active' })),
  ),
  fault(
    'status-agrees-with-deactivated-at',
    'has a deactivated_at from the start',
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
    'writes times as a database does',
    shows((record) => ({ ...record, created_at: record.created_at.replace('T', ' ').replace('Z', '') })),
  ),
  fault(
    'times-carry-a-zone',
    'leaves the zone out of deleted_at only',
    bodies(['remove'], (receipt) => ({ ...receipt, deleted_at: unzoned(receipt.deleted_at) })),
  ),
  fault(
    'times-carry-a-zone',
    'writes deactivated_at as a date',
    bodies(RECORDS, (record) => ({ ...record, deactivated_at: record.deactivated_at?.slice(0, 10) ?? null })),
  ),
  fault(
    'answers-are-json',
    'types everything text/html',
    answers(ALL, (reply) => ({ ...reply, headers: { 'content-type': 'text/html' } })),
  ),
  fault(
    'answers-are-json',
    'types a list text/plain',
    answers(['list'], (reply) => ({ ...reply, headers: { 'content-type': 'text/plain' } })),
  ),
  fault(
    'answers-are-json',
    'answers errors as HTML',
    refusals(ALL, (reply) => ({ ...reply, headers: { 'content-type': 'text/html' } })),
  ),
  fault(
    'answers-are-json',
    'repeats an unknown code as HTML',
    refusals(['lookup'], (reply, { query }) => ({
      ...reply,
      headers: { 'content-type': 'text/html' },
      body: `No ${query.get('code')}`,
    })),
  ),
  fault('open-to-all', 'wants credentials for a create', needsToken('create')),
  fault('open-to-all', 'wants credentials for a deletion', needsToken('remove')),
  fault('open-to-all', 'wants credentials for a list', needsToken('list')),
  fault('open-to-all', 'wants credentials for everything', needsToken(...ALL)),
  fault(
    'list-envelope',
    'answers a bare array',
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
    'puts page, limit and total beside data',
    bodies(['list'], ({ data, pagination }) => ({ data, ...pagination })),
  ),
  fault(
    'list-envelope',
    'leaves total out',
    bodies(['list'], ({ data, pagination: { total, ...rest } }) => ({ data, pagination: rest })),
  ),
  fault(
    'list-envelope',
    'calls the records items',
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
