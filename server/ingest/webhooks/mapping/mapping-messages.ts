import type { InputError } from '../../../../wire/schemas/problem-schema.js';
import type { WebhookRecords } from './map-webhook.js';

/** The first message of the thread: it is ready for requests. */
export const READY = 'ready';

/** The response to a request: the records of the webhook, or why there are none. `failure` is an internal error. */
export type MappingResponse =
  | { readonly records: WebhookRecords }
  | { readonly status: number; readonly detail: string; readonly errors?: readonly InputError[] | undefined }
  | { readonly failure: string };
