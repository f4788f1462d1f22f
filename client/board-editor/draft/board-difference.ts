import { deepEqual } from '../../../wire/deep-equal';
import type { Panel } from '../../../wire/schemas/board';
import type { BoardDefinition } from '../../api/board-definition';

/** One difference between two board definitions. */
export interface Difference {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved' | 'board';
  readonly text: string;
}

/** Returns how `after` differs from `before`: first the fields of the board, then each panel. */
export function differences(before: BoardDefinition, after: BoardDefinition): Difference[] {
  return [...boardDifferences(before, after), ...panelDifferences(before, after)];
}

function boardDifferences(before: BoardDefinition, after: BoardDefinition): Difference[] {
  const found: Difference[] = [];
  if (before.title !== after.title) {
    found.push({
      kind: 'board',
      text: $localize`Title changed from “${before.title}:old:” to “${after.title}:new:”`,
    });
  }
  if (before.range !== after.range) {
    const defaultText = $localize`:time range|:the default`;
    found.push({
      kind: 'board',
      text: $localize`Time range changed from ${before.range ?? defaultText}:old: to ${after.range ?? defaultText}:new:`,
    });
  }
  if (before.timeZone !== after.timeZone) {
    const defaultText = $localize`:time zone|:the server’s`;
    found.push({
      kind: 'board',
      text: $localize`Time zone changed from ${before.timeZone ?? defaultText}:old: to ${after.timeZone ?? defaultText}:new:`,
    });
  }
  return found;
}

function panelDifferences(before: BoardDefinition, after: BoardDefinition): Difference[] {
  const [oldPanels, newPanels] = [byId(before), byId(after)];
  const removed = before.panels.filter(({ id }) => !newPanels.has(id));
  return [
    ...after.panels.flatMap((panel) => {
      const oldPanel = oldPanels.get(panel.id);
      return oldPanel
        ? changesOf(oldPanel, panel)
        : [{ kind: 'added' as const, text: $localize`${nameOf(panel)}:panel: was added` }];
    }),
    ...removed.map((panel) => ({ kind: 'removed' as const, text: $localize`${nameOf(panel)}:panel: was removed` })),
  ];
}

function changesOf(before: Panel, after: Panel): Difference[] {
  const found: Difference[] = [];
  const parts = [
    before.title !== after.title && $localize`title, now “${after.title}:title:”`,
    before.type !== after.type && $localize`type, now ${after.type}:type:`,
    !deepEqual(before.query, after.query) && $localize`query`,
    ...optionParts(before.options, after.options),
  ].filter((part) => part !== false);
  if (parts.length > 0)
    found.push({ kind: 'changed', text: $localize`${nameOf(before)}:panel: changed: ${parts.join(', ')}:what:` });
  if (!deepEqual(before.layout, after.layout)) {
    found.push({ kind: 'moved', text: layoutText(nameOf(before), before.layout, after.layout) });
  }
  return found;
}

function layoutText(name: string, from: Panel['layout'], { x, y, w, h }: Panel['layout']): string {
  const resized = from.w !== w || from.h !== h;
  const moved = from.x !== x || from.y !== y;
  if (!moved) return $localize`${name}:panel: was resized to ${w}:width: columns by ${h}:height: rows`;
  return resized
    ? $localize`${name}:panel: moved to column ${x + 1}:column:, row ${y + 1}:row: and was resized to ${w}:width: columns by ${h}:height: rows`
    : $localize`${name}:panel: moved to column ${x + 1}:column:, row ${y + 1}:row:`;
}

function optionParts(before: Panel['options'], after: Panel['options']): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.filter((name) => !deepEqual(before[name], after[name])).map(optionLabel);
}

/** The name of an option as text: “stale after” for `staleAfter`. */
function optionLabel(name: string): string {
  return name.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
}

function nameOf({ title, type, id }: Panel): string {
  return title === '' ? $localize`The ${type}:type: panel ${id}:id:` : `“${title}”`;
}

function byId({ panels }: BoardDefinition): Map<string, Panel> {
  return new Map(panels.map((panel) => [panel.id, panel]));
}
