import ky from 'ky';

export function create(baseUrl, fetch) {
  const client = ky.create({ fetch });
  const records = `${baseUrl}/api/v1/referral-code-records`;
  const one = (id) => `${records}/${encodeURIComponent(id)}`;
  return {
    listRecords: (searchParams) => client.get(records, { searchParams }).json(),
    createCode: (json) => client.post(records, { json }).json(),
    getActiveCode: (searchParams) => client.get(`${records}/active`, { searchParams }).json(),
    findByCode: (searchParams) => client.get(`${records}/lookup`, { searchParams }).json(),
    getRecord: (id) => client.get(one(id)).json(),
    deactivateCode: (id, json) => client.put(one(id), { json }).json(),
    deleteRecord: (id) => client.delete(one(id)).json(),
  };
}
