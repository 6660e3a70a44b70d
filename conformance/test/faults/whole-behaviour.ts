import { required } from '../../src/errors.ts';
import type { Row } from '../servers/plain.ts';
import { type Fault, fault, losesWrites } from './fault.ts';

const RULE = 'any-sequence-agrees-with-the-model';

export const wholeBehaviour: Fault[] = [
  fault(RULE, 'forgets the active code of a pair whose inactive record is deleted', (server) => {
    const forgotten = new Set<Row>();
    const drop = server.drop.bind(server);
    const activeOf = server.activeOf.bind(server);
    server.drop = (row) => {
      const active = row.status === 'inactive' ? activeOf(row.mentor_id, row.org_id) : undefined;
      if (active) forgotten.add(active);
      drop(row);
    };
    server.activeOf = (mentor, org) => {
      const row = activeOf(mentor, org);
      return row && forgotten.has(row) ? undefined : row;
    };
  }),
  fault(RULE, 'never frees the code of a record that was deleted while inactive', (server) => {
    const kept: Row[] = [];
    const drop = server.drop.bind(server);
    const taken = server.taken.bind(server);
    server.drop = (row) => {
      if (row.status === 'inactive') kept.push(row);
      drop(row);
    };
    server.taken = (code) => taken(code) ?? kept.find((row) => row.code === code);
  }),
  fault(RULE, 'loses the first record of a pair once it gets a third', (server) => {
    const insert = server.insert.bind(server);
    server.insert = (row) => {
      const same = server.rows.filter(({ mentor_id, org_id }) => mentor_id === row.mentor_id && org_id === row.org_id);
      if (same.length >= 2) server.drop(required(same[0]));
      insert(row);
    };
  }),
  fault(RULE, 'gives a reused code its former id', (server) => {
    const ids = new Map<string, string>();
    const rowOf = server.rowOf.bind(server);
    const drop = server.drop.bind(server);
    const get = server.get.bind(server);
    const dropped = new Set<string>();
    server.drop = (row) => {
      ids.set(row.code, row.id);
      dropped.add(row.id);
      drop(row);
    };
    server.rowOf = (body) => ({
      ...rowOf(body),
      ...(ids.has(String(body.code)) && { id: required(ids.get(String(body.code))) }),
    });
    server.get = (id) => (dropped.has(id) ? server.unknown() : get(id));
  }),
  fault(RULE, 'loses one write in twenty', losesWrites(20)),
  fault(RULE, 'treats an inactive record of the mentor as active once there are two', (server) => {
    const activeOf = server.activeOf.bind(server);
    server.activeOf = (mentor, org) => {
      const inactive = server.rows.filter((row) => row.mentor_id === mentor && row.status === 'inactive');
      return inactive.length >= 2 ? (activeOf(mentor, org) ?? inactive[0]) : activeOf(mentor, org);
    };
  }),
];
