/** Changes with each report on any status, and when a status is deleted. */
export const STATUSES_TOPIC = 'statuses';

/** Changes with each report on the status, and when it is deleted. */
export function statusTopic(key: string): string {
  return `status:${key}`;
}
