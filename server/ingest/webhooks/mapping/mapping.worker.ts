// The entry point of the thread that applies mappings. Its imports must only use TypeScript syntax that can be erased.
import { type MessagePort, parentPort } from 'node:worker_threads';
import { JobError } from '../../../common/errors/job-error.js';
import { mapWebhook, type MapRequest } from './map-webhook.js';
import { type MappingResponse, READY } from './mapping-messages.js';

const port = parentPort as MessagePort;

function respond(request: MapRequest): MappingResponse {
  try {
    return { records: mapWebhook(request) };
  } catch (error) {
    if (error instanceof JobError) return { status: error.status, detail: error.message, errors: error.errors };
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

port.on('message', (request: MapRequest) => {
  port.postMessage(respond(request));
});
port.postMessage(READY);
