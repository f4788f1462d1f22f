import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { problemSchema } from '../../../wire/problem.js';
import { CloseCode, HEARTBEAT_MS, MAX_BOARDS, PROTOCOL, WEBSOCKET_PATH } from '../../../wire/protocol.js';
import { Settings } from '../../config/settings.js';

/** The OpenAPI document of everything that the application's controllers declare. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const base = new DocumentBuilder()
    .setTitle('Boardcast')
    .setDescription(DESCRIPTION)
    .setVersion(app.get(Settings).version)
    .setOpenAPIVersion('3.1.0')
    .addGlobalResponse({
      status: 'default',
      description: 'What went wrong, in words (RFC 9457, application/problem+json)',
      standardSchema: problemSchema,
    })
    .build();
  return nameProblemType(nameWildcards(SwaggerModule.createDocument(app, base)));
}

/**
 * Fastify knows a parameter that may hold slashes only as `*`, which swagger calls `{path}` in the path and `*` beside it; ours
 * is declared as `key`.
 */
function nameWildcards(document: OpenAPIObject): OpenAPIObject {
  const paths = Object.entries(document.paths).map(([path, item]) => [path.replace('{path}', '{key}'), item] as const);
  for (const operation of paths.flatMap(([, item]) => Object.values(item) as OperationObject[])) {
    operation.parameters = operation.parameters?.filter((each) => !('name' in each && each.name === '*')) ?? [];
  }
  return { ...document, paths: Object.fromEntries(paths) };
}

/** Swagger gives every schema as `application/json`; errors have a type of their own (RFC 9457, section 3). */
function nameProblemType(document: OpenAPIObject): OpenAPIObject {
  for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path) as OperationObject[])) {
    for (const response of Object.values(operation.responses) as ResponseObject[]) {
      const media = response.content?.['application/json'];
      if (media?.schema && '$ref' in media.schema && media.schema.$ref.endsWith('/Problem')) {
        response.content = { 'application/problem+json': media };
      }
    }
  }
  return document;
}

type OperationObject = NonNullable<OpenAPIObject['paths'][string]['get']>;
type ResponseObject = Extract<NonNullable<OperationObject['responses'][string]>, { content?: unknown }>;

const DESCRIPTION = `
Send a value, and everyone who looks at a board sees it within a second.

    curl -d 42 http://localhost:3000/api/v1/metrics/shop.orders

Times are ISO 8601 in UTC with milliseconds. Times in may also be numbers since 1970: below 1e11 seconds, below 1e14
milliseconds, below 1e17 microseconds, else nanoseconds. Times in 1970 are rejected. A date without a time is midnight in
UTC; in tables it stays a date. Durations are a whole number and one of \`ms\`, \`s\`, \`m\`, \`h\`, \`d\`. Errors are problem
documents (RFC 9457).

## WebSocket \`${WEBSOCKET_PATH}\` (protocol ${PROTOCOL})

Says *that* a board changed; the data is read with \`GET /api/v1/boards/{slug}/data\`. Text frames of JSON:
\`{ "event": "…", "data": { … } }\`.

| from the server | data | |
|---|---|---|
| \`hello\` | \`protocol, epoch, heartbeatMs, maxBoards\` | first of all |
| \`subscribed\` | \`id?, board, epoch, revision\` | the board's revision, read after subscribing |
| \`changed\` | \`board, epoch, revision, spreadMs\` | refetch within \`spreadMs\`; the highest revision wins |
| \`gone\` | \`board, reason\` | the board was deleted |
| \`denied\` | \`id?, board, status\` | no such board: 404; deleted: 410 |
| \`heartbeat\`, \`pong\` | | every ${HEARTBEAT_MS / 1_000} s, and in answer to \`ping\` |
| \`error\` | \`id?, code, message\` | \`bad_frame\`, \`unknown_event\`, \`too_many_boards\`, \`rate_limited\` |
| \`drain\` | \`graceMs\` | the server stops: reconnect at a random moment within \`graceMs\` |

| from the client | data | |
|---|---|---|
| \`subscribe\` | \`id?, board\` | up to ${MAX_BOARDS} boards a connection |
| \`unsubscribe\` | \`board\` | |
| \`ping\` | | |

A board's first change is told at once, then at most one a second, the last always. A message may be 4 KiB, and 10 may
come a second, 64 at once.

Close codes: ${CloseCode.TooBig} message too big, ${CloseCode.Restart} restart (come back), ${CloseCode.Overloaded}
overloaded (later), ${CloseCode.BadFrames} three bad frames, ${CloseCode.NoSubscription} nothing subscribed within 10 s,
${CloseCode.RateLimited} too many messages, ${CloseCode.TooSlow} too slow (reconnect and refetch).
`.trim();
