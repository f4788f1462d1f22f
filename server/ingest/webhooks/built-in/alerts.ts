import type { Level, State } from '../../../common/states.js';
import type { Mapping, Rule } from '../mapping.schema.js';

/** States and levels by severity. A firing alert with an unknown severity is critical. `resolved` stands for the end of an alert. */
const SEVERITIES: Readonly<Record<string, readonly [State, Level]>> = {
  resolved: ['ok', 'ok'],
  ...all(['warning', 'warn', 'minor', 'medium', 'moderate', 'average', 'low', 'p3', 'sev3'], ['warn', 'warn']),
  ...all(['info', 'information', 'informational', 'notice', 'debug', 'p4', 'p5', 'sev4', 'sev5'], ['warn', 'info']),
  none: ['ok', 'info'],
};

function all<T>(names: readonly string[], value: T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, value]));
}

const stateOf = (of: string) => ({ of, map: pick(0), default: 'crit' as const });
const levelOf = (of: string) => ({ of, map: pick(1), default: 'crit' as const });

function pick<I extends 0 | 1>(index: I): Record<string, (readonly [State, Level])[I]> {
  return Object.fromEntries(Object.entries(SEVERITIES).map(([name, pair]) => [name, pair[index]]));
}

const labels = 'item.labels';
const alertName = `${labels}.alertname || 'alert'`;

/** What the alert is about. */
const where = `${labels}.instance || ${labels}.pod || ${labels}.service || ${labels}.node || ${labels}.host || ${labels}.job`;

/** The identity of an alert: the fingerprint of all its labels. */
const fingerprint = `item.fingerprint || hash(${labels} || \`{}\`)`;

/** The values of the labels that are not in the rest of the title or in the state. */
const others =
  `values(without(${labels} || \`{}\`, ['alertname', 'severity', 'priority', 'grafana_folder', 'prometheus', ` +
  `'instance', 'pod', 'service', 'node', 'host', 'job']))[?@].to_string(@)`;

/** For example `DiskFull / (db-1:9100)`: the name, the distinguishing labels, and the instance. */
const title = `{{ ${alertName} }} {{ join(' ', ${others}) }} {{ (${where}) && join('', ['(', to_string(${where}), ')']) }}`;

const severity = `item.status == 'resolved' && 'resolved' || ${labels}.severity || ${labels}.priority`;

/** The rule for alerts of Alertmanager and Grafana. The summary is the first text that exists. */
function alertRule(summary: string, folder: string): Rule {
  return {
    each: 'body.alerts[?@]',
    status: {
      key: `{{ ['alerts', ${folder}, ${alertName}, ${where}, ${fingerprint}] }}`,
      name: title,
      state: stateOf(severity),
      message: `{{ ${summary} }}`,
      ended: "item.status == 'resolved'",
    },
    event: {
      // Senders repeat an alert every few hours while it is firing.
      onChange: true,
      title: `${title} {{ item.status == 'resolved' && 'is over' || 'is firing' }}`,
      level: levelOf(severity),
      text: `{{ ${summary} }}`,
      tags: {
        alertname: `{{ ${labels}.alertname }}`,
        instance: `{{ ${where} }}`,
        severity: `{{ ${labels}.severity }}`,
      },
    },
  };
}

/** https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export const alertmanager: Mapping = {
  description: 'Prometheus Alertmanager: a status for each alert, and an event for each change of one',
  rules: [alertRule('item.annotations.summary || item.annotations.description || item.annotations.message', "''")],
};

/** The format of Grafana before version 8 and of its legacy alerting: a single alert without labels. */
const legacyRule: Rule = {
  when: "body.ruleName && !(body.alerts) && contains(['alerting', 'ok', 'no_data'], body.state)",
  status: {
    key: "{{ ['alerts', body.ruleName, body.ruleId] }}",
    name: '{{ body.ruleName }}',
    state: { of: 'body.state', map: { ok: 'ok', no_data: 'unknown' }, default: 'crit' },
    message: '{{ body.message || body.title }}',
    ended: "body.state == 'ok'",
  },
  event: {
    onChange: true,
    title:
      "{{ body.ruleName }} {{ body.state == 'ok' && 'is over' || body.state == 'no_data' && 'has no data' || 'is firing' }}",
    level: { of: 'body.state', map: { ok: 'ok', no_data: 'warn' }, default: 'crit' },
    text: '{{ body.message }}',
    tags: { alertname: '{{ body.ruleName }}' },
  },
};

/** https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/ */
export const grafana: Mapping = {
  description: 'Grafana alerting: a status for each alert, and an event for each change of one',
  rules: [
    alertRule(
      'item.annotations.summary || item.annotations.description || item.valueString',
      `${labels}.grafana_folder`,
    ),
    legacyRule,
  ],
};
