import type { Panel } from '../../../wire/board';
import type { InputError } from '../../../wire/problem';
import type { Definition } from '../../api/board-definition';

const PANEL_PATH = /^panels\[(\d+)\]\.?(.*)$/;

/** The errors of a refused definition (`panels[2].query.metric`) with the panels that they concern, by paths within them. */
export function errorsByPanel(
  errors: readonly InputError[],
  { panels }: Definition,
): ReadonlyMap<Panel, readonly InputError[]> {
  const found = new Map<Panel, InputError[]>();
  for (const { path, message } of errors) {
    const [, index, within = ''] = PANEL_PATH.exec(path) ?? [];
    const panel = index === undefined ? undefined : panels[Number(index)];
    if (panel) found.set(panel, [...(found.get(panel) ?? []), { path: within, message }]);
  }
  return found;
}
