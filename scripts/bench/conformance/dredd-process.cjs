// Dredd as a process of its own, since it prints what it finds: told a server and a document, it answers what it counted.
const { join } = require('node:path');
const Dredd = require('dredd');

process.on('message', ({ endpoint, content }) => {
  const apiDescriptions = [{ location: 'openapi.json', content }];
  const hookfiles = [join(__dirname, 'dredd-hooks.cjs')];
  new Dredd({ endpoint, apiDescriptions, hookfiles, loglevel: 'error' }).run((error, { tests, failures, errors }) =>
    process.send({ error: error?.message, tests, failures, errors }),
  );
});
