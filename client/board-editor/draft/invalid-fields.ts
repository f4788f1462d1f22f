import type { Panel } from '../../../wire/schemas/board';
import { drawsData, queryProblems } from '../panel-form/query/panel-queries';
import type { BoardDraft } from './board-draft';

/** An invalid field, which prevents saving. */
export interface InvalidField {
  /** The id of the panel; undefined for a field of the board. */
  readonly panel?: string;
  /** The name of the field: see `BoardDraft.invalid`. */
  readonly field: string;
  /** Which field of which panel is invalid, and how to fix it. */
  readonly message: string;
}

const QUERY_LABELS: Readonly<Record<string, string>> = {
  metric: $localize`Metric`,
  table: $localize`Table`,
  expression: $localize`Expression`,
  queries: $localize`Queries (JSON)`,
};

/** Returns all invalid fields of the draft, in the order of the panels. */
export function invalidFields({ working, invalid }: BoardDraft): readonly InvalidField[] {
  const panels = working.panels.flatMap((panel) => [...invalidInputs(panel, invalid), ...queryFields(panel)]);
  if (working.title.trim() !== '') return panels;
  return [{ field: 'title', message: $localize`Not saved: a board needs a title.` }, ...panels];
}

function invalidInputs(panel: Panel, invalid: BoardDraft['invalid'] = {}): readonly InvalidField[] {
  return Object.entries(invalid)
    .filter(([field]) => field.startsWith(`${panel.id} `))
    .map(([field, { label, problem }]) => ({ panel: panel.id, field, message: messageFor(panel, label, problem) }));
}

function queryFields(panel: Panel): readonly InvalidField[] {
  const { id, type, query } = panel;
  if (query === undefined || !drawsData(type)) return [];
  return Object.entries(queryProblems(query)).map(([name, problem]) => ({
    panel: id,
    field: `${id} query.${name}`,
    message: messageFor(panel, QUERY_LABELS[name] ?? name, problem),
  }));
}

function messageFor({ title }: Panel, label: string, problem: string): string {
  return title === ''
    ? $localize`Not saved: “${label}:field:” of a panel without a title is invalid. ${problem}:problem:`
    : $localize`Not saved: “${label}:field:” of the panel “${title}:title:” is invalid. ${problem}:problem:`;
}
