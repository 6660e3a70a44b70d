import OpenAI from 'openai';

const records = '/api/v1/referral-code-records';
const one = (id) => `${records}/${encodeURIComponent(id)}`;

export function create(baseURL, fetch) {
  const client = new OpenAI({ baseURL, fetch, apiKey: 'none', dangerouslyAllowBrowser: true });
  return {
    listRecords: (query) => client.get(records, { query }),
    createCode: (body) => client.post(records, { body }),
    getActiveCode: (query) => client.get(`${records}/active`, { query }),
    findByCode: (query) => client.get(`${records}/lookup`, { query }),
    getRecord: (id) => client.get(one(id)),
    deactivateCode: (id, body) => client.put(one(id), { body }),
    deleteRecord: (id) => client.delete(one(id)),
  };
}
