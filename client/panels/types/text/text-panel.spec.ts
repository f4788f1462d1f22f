import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ContentFixture } from '../../testing/content-fixture';
import { MARKDOWN } from './load-markdown';
import { TextPanel } from './text-panel';

const open = (text?: unknown, title = 'Runbook'): Promise<ContentFixture<TextPanel>> =>
  ContentFixture.show(TextPanel, { type: 'text', title, options: { text } });

function provide(load: () => Promise<(text: string) => string>): void {
  TestBed.configureTestingModule({ providers: [{ provide: MARKDOWN, useValue: load }] });
}

async function shown(fixture: ContentFixture<TextPanel>): Promise<string> {
  // The renderer comes by a dynamic import, on which Angular does not wait.
  await TestBed.inject(MARKDOWN)();
  await fixture.whenStable();
  return fixture.one('.markdown').innerHTML;
}

describe('TextPanel', () => {
  // In development mode, Angular logs that it removed something.
  beforeEach(() => {
    jest.spyOn(console, 'warn').mockReturnValue();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('renders Markdown, sanitized', async () => {
    const fixture = await open('# Calm\n\n**Read** this<script>alert(1)</script> <b onclick="alert(1)">x</b>');
    expect(await shown(fixture)).toBe('<h3>Calm</h3>\n<p><strong>Read</strong> this <b>x</b></p>\n');
    expect(fixture.one('[role=group]').getAttribute('aria-label')).toBe('Runbook, text');
  });

  it('renders a changed text, and keeps its nodes if only the title changes', async () => {
    const fixture = await open('one');
    await shown(fixture);
    const paragraph = fixture.one('.markdown p');
    await fixture.update({ panel: { title: 'Other', options: { text: 'one' } } });
    expect(fixture.one('.markdown p')).toBe(paragraph);
    await fixture.update({ panel: { options: { text: 'two' } } });
    expect(fixture.allText('.markdown')).toEqual(['two']);
  });

  it('shows the plain text if the renderer cannot be loaded', async () => {
    provide(() => Promise.reject(new Error('no such chunk')));
    const fixture = await open('# Calm');
    await fixture.whenStable();
    expect(fixture.allText('.plain')).toEqual(['# Calm']);
  });

  it.each([undefined, '', 42])('shows a hint for the text %p, and loads nothing', async (text) => {
    let loads = 0;
    provide(() => {
      loads += 1;
      return Promise.reject(new Error('not needed'));
    });
    const fixture = await open(text);
    expect([fixture.allText('.empty'), loads]).toEqual([[expect.stringContaining('Text (Markdown)')], 0]);
  });
});
