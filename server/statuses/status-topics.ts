/** Changes with every report of any status, and with every deleted one. */
export const STATUSES_TOPIC = 'statuses';

/** Changes with every report of the status. */
export function statusTopic(key: string): string {
  return `status:${key}`;
}
