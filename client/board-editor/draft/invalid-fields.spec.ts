import { describe, expect, it } from '@jest/globals';
import type { Panel } from '../../../wire/schemas/board';
import { type BoardDraft, isDirty, openDraft, undo, withInvalidText, edit } from './board-draft';
import { invalidFields } from './invalid-fields';

const panel = (id: string, query: Panel['query'] = { source: 'metrics', metric: 'a' }): Panel => ({
  id,
  type: 'number',
  title: `Panel ${id}`,
  query,
  options: {},
  layout: { x: 0, y: 0, w: 3, h: 2 },
});
const draft = (...panels: Panel[]): BoardDraft => openDraft({ slug: 'b', title: 'B', version: 1, panels });
const WARN = { label: 'Warning from', text: 'abc', problem: 'Enter a number.' };

describe('invalidFields', () => {
  it('returns invalid texts and incomplete queries of all panels', () => {
    const wrong = withInvalidText(
      draft(panel('p'), panel('q', { source: 'metrics', metric: '' })),
      'p options.thresholds.warn',
      WARN,
    );
    expect(invalidFields(wrong)).toEqual([
      {
        panel: 'p',
        field: 'p options.thresholds.warn',
        message: 'Not saved: “Warning from” of the panel “Panel p” is invalid. Enter a number.',
      },
      {
        panel: 'q',
        field: 'q query.metric',
        message: expect.stringMatching(/“Metric” of the panel “Panel q”.+Choose a metric/),
      },
    ]);
  });

  it('ignores removed panels until undo restores them', () => {
    const wrong = withInvalidText(draft(panel('p')), 'p options.decimals', WARN);
    const removed = edit(wrong, { ...wrong.working, panels: [] });
    expect(invalidFields(removed)).toEqual([]);
    expect(invalidFields(undo(removed))).toHaveLength(1);
  });

  it('returns the title of a board that has none', () => {
    const untitled = draft(panel('p'));
    expect(invalidFields({ ...untitled, working: { ...untitled.working, title: ' ' } })).toMatchObject([
      { field: 'title' },
    ]);
  });

  it('make the draft dirty until the text is valid', () => {
    const wrong = withInvalidText(draft(panel('p')), 'p options.decimals', WARN);
    expect(isDirty(wrong)).toBe(true);
    expect(isDirty(withInvalidText(wrong, 'p options.decimals', undefined))).toBe(false);
    expect(withInvalidText(wrong, 'p options.decimals', { ...WARN })).toBe(wrong);
  });
});
