import { alertIdentity } from './protocols/cases/alert-identity.cases.js';
import { boardFiles } from './api/cases/board-files.cases.js';
import { calendar } from './api/cases/calendar.cases.js';
import type { CaseGroup } from '../support/cases/test-case.js';
import { endedSeries } from './protocols/cases/ended-series.cases.js';
import { externalNames, statsdNames } from './protocols/cases/external-names.cases.js';
import { githubWebhooks } from './protocols/cases/github-webhooks.cases.js';
import { http } from './api/cases/http.cases.js';
import { influx } from './protocols/cases/influx.cases.js';
import { oldPoints } from './api/cases/old-points.cases.js';
import { otlp } from './protocols/cases/otlp.cases.js';
import { pushgateway } from './protocols/cases/pushgateway.cases.js';
import { smashing } from './protocols/cases/smashing.cases.js';
import { timestamps } from './protocols/cases/timestamps.cases.js';
import { totals } from './api/cases/totals.cases.js';
import { uptimeKuma } from './protocols/cases/uptime-kuma.cases.js';

/** All cases, by the names that `npm run test:cases` accepts. */
export const CASE_GROUPS: Readonly<Record<string, CaseGroup>> = {
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
