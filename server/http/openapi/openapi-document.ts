import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { problemSchema } from '../../../wire/schemas/problem-schema.js';
import { CloseCode, HEARTBEAT_MS, MAX_BOARDS, PROTOCOL, WEBSOCKET_PATH } from '../../../wire/protocol.js';
import { Settings } from '../../config/settings.js';

/**
 * The OpenAPI document of everything that the application's controllers declare.
 * @param prefix the path below which clients reach the server; empty for `/`
 */
export function createOpenApiDocument(app: INestApplication, prefix = ''): OpenAPIObject {
  const base = new DocumentBuilder()
    .setTitle('Boardcast')
    .setDescription(DESCRIPTION)
    .setVersion(app.get(Settings).version)
    .setOpenAPIVersion('3.1.0')
    .addGlobalResponse({
      status: 'default',
      description: 'An error (RFC 9457, application/problem+json)',
      standardSchema: problemSchema,
    })
    .build();
  const document = nameProblemType(nameWildcards(SwaggerModule.createDocument(app, base)));
  return prefix === '' ? document : { ...document, servers: [{ url: prefix }] };
}

/**
 * Fastify supports a parameter with slashes only as `*`. Swagger calls it `{path}` in the path and also lists a parameter `*`. The
 * path gets the name of the parameter that the routes declare.
 */
function nameWildcards(document: OpenAPIObject): OpenAPIObject {
  const paths = Object.entries(document.paths).map(([path, item]) => {
    let named = path;
    for (const operation of Object.values(item) as OperationObject[]) {
      const parameters = (operation.parameters ?? []) as ParameterObject[];
      operation.parameters = parameters.filter(({ name }) => name !== '*');
      const wildcard = parameters.find(({ name, in: place }) => place === 'path' && name !== '*');
      if (wildcard) named = named.replace('{path}', `{${wildcard.name}}`);
    }
    return [named, item] as const;
  });
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
type ParameterObject = Extract<NonNullable<OperationObject['parameters']>[number], { in: string }>;
type ResponseObject = Extract<NonNullable<OperationObject['responses'][string]>, { content?: unknown }>;

const DESCRIPTION = `
Push a value, and every open board shows it within a second.

    curl -d 42 http://localhost:3000/api/v1/metrics/shop.orders

Times in responses are ISO 8601 in UTC with milliseconds. Times in requests are ISO 8601 or numbers since 1970: numbers below
1e11 are seconds, below 1e14 milliseconds, below 1e17 microseconds, and all others nanoseconds. Times in 1970 are rejected. A
date without a time is midnight UTC; in tables it stays a date. Durations are an integer and a unit: \`ms\`, \`s\`, \`m\`,
\`h\` or \`d\`. Errors are problem documents (RFC 9457).

## WebSocket \`${WEBSOCKET_PATH}\` (protocol ${PROTOCOL})

The server sends a message when a board changed. The data itself is read with \`GET /api/v1/boards/{slug}/data\`. All messages
are JSON text: \`{ "event": "…", "data": { … } }\`.

| Server event | Data | Meaning |
|---|---|---|
| \`hello\` | \`protocol, epoch, heartbeatMs, maxBoards\` | the first message of a connection |
| \`subscribed\` | \`id?, board, epoch, revision\` | the subscription is active; the board's current revision |
| \`changed\` | \`board, epoch, revision, spreadMs\` | refetch within \`spreadMs\`; the highest revision wins |
| \`gone\` | \`board, reason\` | the board was deleted |
| \`denied\` | \`id?, board, status\` | the board does not exist (404) or was deleted (410) |
| \`heartbeat\`, \`pong\` | | every ${HEARTBEAT_MS / 1_000} s, and in response to \`ping\` |
| \`error\` | \`id?, code, message\` | codes: \`bad_frame\`, \`unknown_event\`, \`too_many_boards\`, \`rate_limited\` |
| \`drain\` | \`graceMs\` | the server stops: reconnect after a random delay of at most \`graceMs\` |

| Client event | Data | Meaning |
|---|---|---|
| \`subscribe\` | \`id?, board\` | up to ${MAX_BOARDS} boards per connection |
| \`unsubscribe\` | \`board\` | |
| \`ping\` | | |

The first change of a board is sent at once. After that, at most one \`changed\` per second is sent for each board, and the last
change is always sent. A client message has at most 4 KiB. A client may send 10 messages per second, in bursts of up to 64.

Close codes: ${CloseCode.TooBig} message too large, ${CloseCode.Restart} server restart (reconnect), ${CloseCode.Overloaded}
server overloaded (reconnect later), ${CloseCode.BadFrames} three invalid messages, ${CloseCode.NoSubscription} no subscription
within 10 s, ${CloseCode.RateLimited} too many messages, ${CloseCode.TooSlow} client too slow (reconnect and refetch).
`.trim();
