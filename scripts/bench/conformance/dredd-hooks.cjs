// Connects the seven requests of Dredd: they use the id in the response to the create, and a deactivation time that is not
// before the creation of the record.
const hooks = require('hooks');

let id = '';
hooks.beforeEach((transaction, done) => {
  const { method } = transaction.request;
  transaction.fullPath = transaction.fullPath.replace(/rc_8f3a21bc$/, id || 'rc_8f3a21bc');
  if (method === 'PUT')
    transaction.request.body = JSON.stringify({ status: 'inactive', deactivated_at: new Date().toISOString() });
  done();
});
hooks.afterEach((transaction, done) => {
  if (transaction.request.method === 'POST')
    try {
      id = JSON.parse(transaction.real.body).id;
    } catch {}
  done();
});
