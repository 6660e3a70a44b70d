// A constant answer by node:http alone.
import { createServer } from 'node:http';
import { BODY, HEADERS, tell } from './constant.mjs';

const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { ...HEADERS, 'content-length': Buffer.byteLength(BODY) });
  response.end(BODY);
});
server.listen(0, '127.0.0.1', () => tell(server.address().port));
