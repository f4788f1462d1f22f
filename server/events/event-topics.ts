/** Changes with every event. */
export const EVENTS_TOPIC = 'events';
