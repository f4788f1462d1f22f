import { alertIdentity } from './alert-identity.js';
import { boardFiles } from './board-files.js';
import { calendar } from './calendar.js';
import type { Topic } from './case.js';
import { endedSeries } from './ended-series.js';
import { externalNames, statsdNames } from './external-names.js';
import { githubWebhooks } from './github-webhooks.js';
import { http } from './http.js';
import { influx } from './influx.js';
import { oldPoints } from './old-points.js';
import { otlp } from './otlp.js';
import { pushgateway } from './pushgateway.js';
import { smashing } from './smashing.js';
import { timestamps } from './timestamps.js';
import { totals } from './totals.js';
import { uptimeKuma } from './uptime-kuma.js';

/** All cases, by the names that `npm run test:cases` takes. */
export const TOPICS: Readonly<Record<string, Topic>> = {
  'github-webhooks': githubWebhooks,
  'alert-identity': alertIdentity,
  'external-names': externalNames,
  'statsd-names': statsdNames,
  'uptime-kuma': uptimeKuma,
  pushgateway,
  otlp,
  influx,
  smashing,
  timestamps,
  'old-points': oldPoints,
  'ended-series': endedSeries,
  calendar,
  totals,
  'board-files': boardFiles,
  http,
};
