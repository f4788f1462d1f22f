import { describe, expect, it } from '@jest/globals';
import { ALL_EVENTS, type EventFilter, filterEvents } from './event-filter';
import type { PanelEvent } from './events-data';

const EVENTS: readonly PanelEvent[] = [
  { key: 'a', level: 'ok', title: 'Deployed 1.4.2', text: 'by Ünal' },
  { key: 'b', level: 'crit', title: 'Disk full' },
  { key: 'c', level: 'ok', title: 'Disk is fine again' },
];

const matching = (filter: EventFilter): string =>
  filterEvents(EVENTS, filter)
    .map(({ key }) => key)
    .join('');

describe('filterEvents', () => {
  it.each<[string, EventFilter]>([
    ['abc', ALL_EVENTS],
    ['abc', { text: '  ' }],
    ['bc', { text: 'DISK' }],
    ['c', { text: 'again disk' }],
    ['a', { text: 'üNAL' }],
    ['ac', { text: '', level: 'ok' }],
    ['c', { text: 'disk', level: 'ok' }],
    ['', { text: 'disk', level: 'info' }],
  ])('returns %s', (keys, filter) => {
    expect(matching(filter)).toBe(keys);
  });

  it('returns the same list without a filter', () => {
    expect(filterEvents(EVENTS, ALL_EVENTS)).toBe(EVENTS);
  });
});
