import { mapWebhook, type WebhookRecords } from '../../server/ingest/webhooks/map-webhook.js';
import { BUILT_IN } from '../../server/ingest/webhooks/built-in/index.js';
import { mappingSchema } from '../../server/ingest/webhooks/mapping.js';

/** When webhooks are mapped, in microseconds. */
export const MAPPED_AT = Date.UTC(2026, 0, 1) * 1_000;

/** What a mapping that comes with Boardcast makes of a webhook. */
export function mapBuiltIn(name: string, body: unknown, headers: Record<string, string> = {}): WebhookRecords {
  const mapping = JSON.stringify(mappingSchema.parse(BUILT_IN[name]));
  const bytes = Buffer.from(JSON.stringify(body));
  return mapWebhook({ name, body: bytes, type: 'application/json', headers, mapping, now: MAPPED_AT });
}

/** Key, state and message of each status. */
export const statesOf = ({ reports }: WebhookRecords): unknown[] =>
  reports.map(({ key, report }) => [key, report.state, report.message]);

/** Level and title of each event. */
export const eventsOf = ({ events }: WebhookRecords): string[] =>
  events.map(({ event: { level, title } }) => `${level}: ${title}`);
