// The simplest server for a GET: node:http with a prepared body.
import { createServer } from 'node:http';
import { answerCalls } from '../processes/methods.mjs';

let answer = { headers: {}, body: Buffer.alloc(0) };

answerCalls({
  /** Sets the response to all requests; the body in base64. */
  serve({ headers, body }) {
    answer = { headers, body: Buffer.from(body, 'base64') };
  },
});

const server = createServer((request, response) => {
  response.writeHead(200, { ...answer.headers, 'content-length': answer.body.length });
  response.end(answer.body);
});

server.listen(0, '127.0.0.1', 4_096, () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
process.channel.unref();
