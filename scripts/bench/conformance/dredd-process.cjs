// Dredd in its own process, because it prints what it finds. It receives a server and a document, and responds with counts.
const { join } = require('node:path');
const Dredd = require('dredd');

process.on('message', ({ endpoint, content }) => {
  const apiDescriptions = [{ location: 'openapi.json', content }];
  const hookfiles = [join(__dirname, 'dredd-hooks.cjs')];
  new Dredd({ endpoint, apiDescriptions, hookfiles, loglevel: 'error' }).run((error, { tests, failures, errors }) =>
    process.send({ error: error?.message, tests, failures, errors }),
  );
});
