import type { Panel } from '../../../wire/schemas/board';
import type { InputError } from '../../../wire/schemas/problem-schema';
import type { BoardDefinition } from '../../api/board-definition';

const PANEL_PATH = /^panels\[(\d+)\]\.?(.*)$/;

/**
 * Groups the errors of a rejected definition (`panels[2].query.metric`) by panel. The new paths are relative to the panel.
 */
export function errorsByPanel(
  errors: readonly InputError[],
  { panels }: BoardDefinition,
): ReadonlyMap<Panel, readonly InputError[]> {
  const found = new Map<Panel, InputError[]>();
  for (const { path, message } of errors) {
    const [, index, pathInPanel = ''] = PANEL_PATH.exec(path) ?? [];
    const panel = index === undefined ? undefined : panels[Number(index)];
    if (panel) found.set(panel, [...(found.get(panel) ?? []), { path: pathInPanel, message }]);
  }
  return found;
}
