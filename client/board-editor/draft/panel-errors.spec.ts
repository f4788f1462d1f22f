import { describe, expect, it } from '@jest/globals';
import { samplePanel } from '../../panels/testing/sample-frames';
import { errorsByPanel } from './panel-errors';

describe('errorsByPanel', () => {
  const panels = ['a', 'b', 'c'].map((id) => samplePanel({ id }));

  it('groups errors by panel, with paths relative to the panel', () => {
    const found = errorsByPanel(
      [
        { path: 'panels[2].query.metric', message: 'must not be empty' },
        { path: 'panels[2].title', message: 'is too long' },
        { path: 'panels[0]', message: 'is none' },
        { path: 'panels[7].title', message: 'is nowhere' },
        { path: 'title', message: 'is of the board' },
      ],
      { title: 'Board', panels },
    );
    expect([...found].map(([{ id }, errors]) => [id, errors])).toEqual([
      [
        'c',
        [
          { path: 'query.metric', message: 'must not be empty' },
          { path: 'title', message: 'is too long' },
        ],
      ],
      ['a', [{ path: '', message: 'is none' }]],
    ]);
  });
});
