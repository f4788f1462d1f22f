import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ContentFixture } from '../testing/content-fixture';
import { MARKDOWN } from './load-markdown';
import { TextPanel } from './text-panel';

const open = (text?: unknown, title = 'Runbook'): Promise<ContentFixture<TextPanel>> =>
  ContentFixture.show(TextPanel, { type: 'text', title, options: { text } });

function provide(load: () => Promise<(text: string) => string>): void {
  TestBed.configureTestingModule({ providers: [{ provide: MARKDOWN, useValue: load }] });
}

async function shown(stage: ContentFixture<TextPanel>): Promise<string> {
  // The renderer comes by a dynamic import, on which Angular does not wait.
  await TestBed.inject(MARKDOWN)();
  await stage.settled();
  return stage.one('.prose').innerHTML;
}

describe('a text', () => {
  // In development Angular says on the console that it took something away.
  beforeEach(() => {
    jest.spyOn(console, 'warn').mockReturnValue();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('is set from Markdown, and sanitised', async () => {
    const stage = await open('# Calm\n\n**Read** this<script>alert(1)</script> <b onclick="alert(1)">x</b>');
    expect(await shown(stage)).toBe('<h3>Calm</h3>\n<p><strong>Read</strong> this <b>x</b></p>\n');
    expect(stage.one('[role=group]').getAttribute('aria-label')).toBe('Runbook, text');
  });

  it('is another one where it is written anew, and keeps its nodes where only its title is', async () => {
    const stage = await open('one');
    await shown(stage);
    const paragraph = stage.one('.prose p');
    await stage.update({ panel: { title: 'Other', options: { text: 'one' } } });
    expect(stage.one('.prose p')).toBe(paragraph);
    await stage.update({ panel: { options: { text: 'two' } } });
    expect(stage.texts('.prose')).toEqual(['two']);
  });

  it('is shown as it was written where the renderer does not come', async () => {
    provide(() => Promise.reject(new Error('no such chunk')));
    const stage = await open('# Calm');
    await stage.settled();
    expect(stage.texts('.plain')).toEqual(['# Calm']);
  });

  it.each([undefined, '', 42])('says what to do where there is none (%p), and loads nothing', async (text) => {
    let loads = 0;
    provide(() => {
      loads += 1;
      return Promise.reject(new Error('not needed'));
    });
    const stage = await open(text);
    expect([stage.texts('.empty'), loads]).toEqual([[expect.stringContaining('option “text”')], 0]);
  });
});
