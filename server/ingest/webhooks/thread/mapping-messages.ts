import type { InputError } from '../../../../wire/problem.js';
import type { WebhookRecords } from '../map-webhook.js';

/** The first message of the thread: it can take a request. */
export const READY = 'ready';

/** The answer to a request: what becomes of the webhook, or why nothing does. `failure` is a fault of our own. */
export type MappingResponse =
  | { readonly records: WebhookRecords }
  | { readonly status: number; readonly detail: string; readonly errors?: readonly InputError[] | undefined }
  | { readonly failure: string };
