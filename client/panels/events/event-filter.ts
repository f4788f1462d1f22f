import type { MarkState } from '../state-mark/mark-state';
import type { PanelEvent } from './events-data';

/** Which events somebody wants to see: each word in the title or the text, of upper and lower case alike. */
export interface EventFilter {
  readonly text: string;
  /** Undefined: all. */
  readonly level?: MarkState | undefined;
}

export const ALL_EVENTS: EventFilter = { text: '' };

export function filterEvents(events: readonly PanelEvent[], { text, level }: EventFilter): readonly PanelEvent[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0 && level === undefined) return events;
  return events.filter((event) => {
    const all = `${event.title}\n${event.text ?? ''}`.toLowerCase();
    return (level === undefined || event.level === level) && words.every((word) => all.includes(word));
  });
}
