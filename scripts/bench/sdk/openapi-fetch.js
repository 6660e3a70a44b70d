import createClient from 'openapi-fetch';

const records = '/api/v1/referral-code-records';

export function create(baseUrl, fetch) {
  const client = createClient({ baseUrl, fetch });
  return {
    listRecords: (query) => client.GET(records, { params: { query } }),
    createCode: (body) => client.POST(records, { body }),
    getActiveCode: (query) => client.GET(`${records}/active`, { params: { query } }),
    findByCode: (query) => client.GET(`${records}/lookup`, { params: { query } }),
    getRecord: (id) => client.GET(`${records}/{id}`, { params: { path: { id } } }),
    deactivateCode: (id, body) => client.PUT(`${records}/{id}`, { params: { path: { id } }, body }),
    deleteRecord: (id) => client.DELETE(`${records}/{id}`, { params: { path: { id } } }),
  };
}
