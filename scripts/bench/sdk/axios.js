import axios from 'axios';

export function create(baseUrl, fetch) {
  const client = axios.create({ baseURL: `${baseUrl}/api/v1/referral-code-records`, adapter: 'fetch', env: { fetch } });
  const one = (id) => `/${encodeURIComponent(id)}`;
  return {
    listRecords: (params) => client.get('', { params }),
    createCode: (body) => client.post('', body),
    getActiveCode: (params) => client.get('/active', { params }),
    findByCode: (params) => client.get('/lookup', { params }),
    getRecord: (id) => client.get(one(id)),
    deactivateCode: (id, body) => client.put(one(id), body),
    deleteRecord: (id) => client.delete(one(id)),
  };
}
