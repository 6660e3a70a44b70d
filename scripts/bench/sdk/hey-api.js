import { createClient } from '@hey-api/client-fetch';

const records = '/api/v1/referral-code-records';

export function create(baseUrl, fetch) {
  const client = createClient({ baseUrl, fetch });
  const headers = { 'content-type': 'application/json' };
  return {
    listRecords: (query) => client.get({ url: records, query }),
    createCode: (body) => client.post({ url: records, body, headers }),
    getActiveCode: (query) => client.get({ url: `${records}/active`, query }),
    findByCode: (query) => client.get({ url: `${records}/lookup`, query }),
    getRecord: (id) => client.get({ url: `${records}/{id}`, path: { id } }),
    deactivateCode: (id, body) => client.put({ url: `${records}/{id}`, path: { id }, body, headers }),
    deleteRecord: (id) => client.delete({ url: `${records}/{id}`, path: { id } }),
  };
}
