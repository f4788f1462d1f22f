import { describe, expect, it } from '@jest/globals';
import { readWidget } from './read-widget.js';

const read = (json: string): ReturnType<typeof readWidget> => readWidget('w', Buffer.from(json), 0);

describe('the data of a widget', () => {
  it.each(['constructor', '__proto__', 'toString', 'fine'])('know no state %s', (status) => {
    expect(read(`{"status":"${status}","text":"x"}`).status).toEqual({
      key: 'w',
      report: { state: 'unknown', message: 'x' },
    });
  });

  it.each(['label', 'value'])('are refused in words where a %s is nested too deeply', (member) => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(() => read(`{"items":[{"${member}":${deep}}]}`)).toThrow(
      expect.objectContaining({ status: 422, detail: expect.stringMatching(/too deeply/) }),
    );
  });
});
