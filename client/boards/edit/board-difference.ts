import type { Panel } from '../../../wire/board';
import { type Definition, sameValue } from './board-draft';

/** One difference between two definitions, in words. */
export interface Difference {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved' | 'board';
  readonly words: string;
}

/** How `after` differs from `before`: the board's own fields first, then panel by panel. */
export function differences(before: Definition, after: Definition): Difference[] {
  return [...boardDifferences(before, after), ...panelDifferences(before, after)];
}

function boardDifferences(before: Definition, after: Definition): Difference[] {
  const found: Difference[] = [];
  if (before.title !== after.title) {
    found.push({ kind: 'board', words: `The board is called “${after.title}” instead of “${before.title}”` });
  }
  if (before.range !== after.range) {
    found.push({
      kind: 'board',
      words: `Its time range is ${after.range ?? 'the default'}, not ${before.range ?? 'the default'}`,
    });
  }
  return found;
}

function panelDifferences(before: Definition, after: Definition): Difference[] {
  const [old, now] = [byId(before), byId(after)];
  const gone = before.panels.filter(({ id }) => !now.has(id));
  return [
    ...after.panels.flatMap((panel) => {
      const earlier = old.get(panel.id);
      return earlier ? changesOf(earlier, panel) : [{ kind: 'added' as const, words: `${nameOf(panel)} was added` }];
    }),
    ...gone.map((panel) => ({ kind: 'removed' as const, words: `${nameOf(panel)} was removed` })),
  ];
}

function changesOf(before: Panel, after: Panel): Difference[] {
  const found: Difference[] = [];
  const parts = [
    before.title !== after.title && `its title, now “${after.title}”`,
    before.type !== after.type && `its type, now ${after.type}`,
    !sameValue(before.query, after.query) && 'what it shows',
    ...optionParts(before.options, after.options),
  ].filter((part) => part !== false);
  if (parts.length > 0) found.push({ kind: 'changed', words: `${nameOf(before)} changed: ${parts.join(', ')}` });
  if (!sameValue(before.layout, after.layout)) {
    const [from, to] = [before.layout, after.layout];
    const resized = from.w !== to.w || from.h !== to.h;
    const moved = from.x !== to.x || from.y !== to.y;
    const where = moved ? ` to column ${to.x + 1}, row ${to.y + 1}` : '';
    const size = resized ? ` ${moved ? 'and made' : 'was made'} ${to.w} wide and ${to.h} high` : '';
    found.push({ kind: 'moved', words: `${nameOf(before)}${moved ? ` moved${where}` : ''}${size}` });
  }
  return found;
}

function optionParts(before: Panel['options'], after: Panel['options']): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.filter((name) => !sameValue(before[name], after[name])).map((name) => `its ${wordsOf(name)}`);
}

/** `staleAfter` is read as “stale after”. */
function wordsOf(name: string): string {
  return name.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
}

function nameOf({ title, type, id }: Panel): string {
  return title === '' ? `The ${type} panel ${id}` : `“${title}”`;
}

function byId({ panels }: Definition): Map<string, Panel> {
  return new Map(panels.map((panel) => [panel.id, panel]));
}
