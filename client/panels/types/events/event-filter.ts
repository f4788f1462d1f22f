import type { MarkState } from '../../state-mark/mark-state';
import type { PanelEvent } from './events-data';

/** Filters events: all words must occur in the title or the text, ignoring case. */
export interface EventFilter {
  readonly text: string;
  /** Undefined: all levels. */
  readonly level?: MarkState | undefined;
}

export const ALL_EVENTS: EventFilter = { text: '' };

export function filterEvents(events: readonly PanelEvent[], { text, level }: EventFilter): readonly PanelEvent[] {
  const terms = text
    .toLowerCase()
    .split(/\s+/)
    .filter((term) => term !== '');
  if (terms.length === 0 && level === undefined) return events;
  return events.filter((event) => {
    const all = `${event.title}\n${event.text ?? ''}`.toLowerCase();
    return (level === undefined || event.level === level) && terms.every((term) => all.includes(term));
  });
}
