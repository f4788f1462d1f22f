import type { Mapping, Rule } from '../mapping.js';

/** An alert is told from its namesakes by where it fires. */
const where = '{{ item.labels.instance || item.labels.pod || item.labels.service || item.labels.job }}';
const severity = "item.status == 'resolved' && 'resolved' || item.labels.severity || item.labels.priority";

/** Alertmanager's alerts; Grafana's are made alike. The summary is the first text there is. */
function alertRule(summary: string, place: string): Rule {
  return {
    each: 'body.alerts',
    status: {
      key: `alerts/${place}{{ item.labels.alertname }}/${where}`,
      state: {
        of: severity,
        map: { resolved: 'ok', info: 'warn', warning: 'warn', warn: 'warn', low: 'warn', none: 'ok' },
        default: 'crit',
      },
      message: `{{ ${summary} }}`,
    },
    event: {
      title: "{{ item.labels.alertname }} {{ item.status == 'resolved' && 'is over' || 'is firing' }}",
      level: {
        of: severity,
        map: { resolved: 'ok', info: 'info', warning: 'warn', warn: 'warn', low: 'warn', none: 'info' },
        default: 'crit',
      },
      text: `{{ ${summary} }}`,
      tags: { alertname: '{{ item.labels.alertname }}', instance: where, severity: '{{ item.labels.severity }}' },
    },
  };
}

/** https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export const alertmanager: Mapping = {
  description: 'Prometheus Alertmanager: a status and an event for each alert',
  rules: [alertRule('item.annotations.summary || item.annotations.description || item.annotations.message', '')],
};

/** https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/ */
export const grafana: Mapping = {
  description: 'Grafana alerting: a status and an event for each alert',
  rules: [
    alertRule(
      'item.annotations.summary || item.annotations.description || item.valueString',
      '{{ item.labels.grafana_folder }}/',
    ),
  ],
};
