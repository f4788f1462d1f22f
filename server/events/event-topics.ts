/** Changes with each stored event. */
export const EVENTS_TOPIC = 'events';
