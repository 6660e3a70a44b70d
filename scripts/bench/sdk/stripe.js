import Stripe from 'stripe';

const records = '/api/v1/referral-code-records';
const one = (id) => `${records}/${encodeURIComponent(id)}`;

export function create(baseUrl, fetch) {
  const { hostname: host, port, protocol } = new URL(baseUrl);
  const httpClient = Stripe.createFetchHttpClient(fetch);
  const client = new Stripe('none', { host, port, protocol: protocol.slice(0, -1), httpClient });
  return {
    listRecords: (query) => client.rawRequest('GET', records, query),
    createCode: (body) => client.rawRequest('POST', records, body),
    getActiveCode: (query) => client.rawRequest('GET', `${records}/active`, query),
    findByCode: (query) => client.rawRequest('GET', `${records}/lookup`, query),
    getRecord: (id) => client.rawRequest('GET', one(id)),
    deactivateCode: (id, body) => client.rawRequest('PUT', one(id), body),
    deleteRecord: (id) => client.rawRequest('DELETE', one(id)),
  };
}
