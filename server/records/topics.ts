/** Changes with every report of any status, and with every deleted one. */
export const STATUSES_TOPIC = 'statuses';

/** Changes with every event. */
export const EVENTS_TOPIC = 'events';

/** Changes with every report of the status. */
export function statusTopic(key: string): string {
  return `status:${key}`;
}

/** Changes each time the table is put or deleted. */
export function tableTopic(key: string): string {
  return `table:${key}`;
}
