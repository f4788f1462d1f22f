import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { isHealth } from './access/request-policy.js';
import { withoutPrefix } from './access/request-target.js';
import { PROBLEM_TYPE, problem, sendProblemOnSocket } from './http/problems/problem-response.js';
import { problemHeaders } from './http/problems/problem-document.js';

type Emit = (event: string | symbol, ...args: unknown[]) => boolean;

/**
 * Lets a server answer below a base path. Its routes and WebSocket paths do not contain it: it is removed from each request before
 * the server receives it. Health checks are also answered without it, because what checks a container does not know it.
 *
 * @param basePath without a slash at its end, not empty
 */
export function serveBelow(server: Server, basePath: string): void {
  const emit = server.emit.bind(server) as Emit;
  server.emit = ((event: string, ...args: unknown[]) => {
    switch (event) {
      case 'request':
      case 'checkContinue':
      case 'upgrade': {
        const [request, target] = args as [IncomingMessage, unknown];
        if (acceptBelow(request, basePath)) return emit(event, ...args);
        if (event === 'upgrade') rejectUpgrade(request, basePath);
        else reject(request, target as ServerResponse, basePath);
        return true;
      }
      default:
        return emit(event, ...args);
    }
  }) as Server['emit'];
}

/** Removes the base path. Returns whether the server answers the request: if it has the base path, or needs none. */
function acceptBelow(request: IncomingMessage, basePath: string): boolean {
  const { url = '' } = request;
  const rest = withoutPrefix(url, basePath);
  if (rest !== undefined) request.url = rest;
  return rest !== undefined || isHealth(url);
}

function reject({ headers }: IncomingMessage, response: ServerResponse, basePath: string): void {
  const wantsPage = headers.accept?.includes('text/html') === true;
  const body = wantsPage ? pageFor(basePath) : JSON.stringify(problem(404, detailFor(basePath)));
  response.writeHead(404, {
    ...problemHeaders(404),
    'Content-Type': wantsPage ? 'text/html; charset=utf-8' : PROBLEM_TYPE,
    'Content-Length': Buffer.byteLength(body),
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(body);
}

function rejectUpgrade({ socket }: IncomingMessage, basePath: string): void {
  // Node has removed its own listener. Without a listener, a reset of the connection would end the process.
  socket.on('error', () => {
    socket.destroy();
  });
  sendProblemOnSocket(socket, problem(404, detailFor(basePath)));
}

/** A link, not a redirect: with a proxy that removes the base path, a redirect would never end. */
function pageFor(basePath: string): string {
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Boardcast</title>
<h1>Boardcast is at <a href="${basePath}/">${basePath}/</a></h1>
<p>${detailFor(basePath)}</p></html>
`;
}

function detailFor(basePath: string): string {
  return `This server answers only below ${basePath}/ (BASE_PATH). A proxy must pass the path on unchanged, with ${basePath}.`;
}
