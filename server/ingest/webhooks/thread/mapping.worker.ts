// The entry of the thread that mappings are applied in. Everything that it imports must run with its types merely erased.
import { type MessagePort, parentPort } from 'node:worker_threads';
import { JobError } from '../../../common/errors/job-error.js';
import { mapWebhook, type MapRequest } from '../map-webhook.js';
import { type MappingResponse, READY } from './mapping-messages.js';

const port = parentPort as MessagePort;

function answer(request: MapRequest): MappingResponse {
  try {
    return { records: mapWebhook(request) };
  } catch (error) {
    if (error instanceof JobError) return { status: error.status, detail: error.message, errors: error.errors };
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

port.on('message', (request: MapRequest) => {
  port.postMessage(answer(request));
});
port.postMessage(READY);
