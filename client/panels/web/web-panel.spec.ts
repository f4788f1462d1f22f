import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Subject } from 'rxjs';
import { LiveConfig } from '../../live/live-config';
import { ContentFixture } from '../testing/content-fixture';
import { WebPanel } from './web-panel';

const GRAFANA = 'https://grafana.example.com/d/1';

describe('a page within the board', () => {
  let origins: Subject<readonly string[]>;

  beforeEach(() => {
    origins = new Subject();
    TestBed.configureTestingModule({ providers: [{ provide: LiveConfig, useValue: { embedOrigins$: origins } }] });
  });

  const open = (url: unknown): Promise<ContentFixture<WebPanel>> =>
    ContentFixture.show(WebPanel, { type: 'web', title: 'Grafana', options: { url } });
  const allow = async (stage: ContentFixture<WebPanel>, ...allowed: string[]): Promise<void> => {
    origins.next(allowed);
    await stage.settled();
  };
  const page = (stage: ContentFixture<WebPanel>): HTMLIFrameElement => stage.one('iframe') as HTMLIFrameElement;

  it('waits for the server’s word, then shows the page in a sandbox that holds', async () => {
    const stage = await open(GRAFANA);
    expect([stage.all('iframe'), stage.all('.words')]).toEqual([[], []]);
    await allow(stage, 'https://grafana.example.com');
    expect([page(stage).src, page(stage).title]).toEqual([GRAFANA, 'Grafana']);
    const sandbox = page(stage).getAttribute('sandbox')?.split(' ') ?? [];
    expect(sandbox).toContain('allow-same-origin');
    expect(sandbox.filter((each) => each.startsWith('allow-top-navigation'))).toEqual([]);
  });

  it('gives a page of this server no origin, for with its own it could leave the sandbox', async () => {
    const stage = await open('/report.html');
    expect(page(stage).src).toBe(new URL('/report.html', document.baseURI).href);
    expect(page(stage).getAttribute('sandbox')).not.toContain('allow-same-origin');
  });

  it('is not loaded anew when only the panel’s title or its place changes', async () => {
    const stage = await open('/report.html');
    const before = page(stage);
    const written: unknown[] = [];
    new MutationObserver((changes) => written.push(...changes)).observe(before, { attributeFilter: ['src'] });
    await stage.update({ panel: { title: 'Report', options: { url: '/report.html' } } });
    expect([page(stage) === before, page(stage).title, written]).toEqual([true, 'Report', []]);
  });

  it.each([
    ['https://elsewhere.net/', 'EMBED_ORIGINS=https://grafana.example.com,https://elsewhere.net'],
    ['javascript:alert(1)', 'must begin with https://'],
    [undefined, 'option “url”'],
  ])('says in words why %s is not shown', async (url, words) => {
    const stage = await open(url);
    await allow(stage, 'https://grafana.example.com');
    expect([stage.all('iframe'), stage.texts('.words')]).toEqual([[], [expect.stringContaining(words)]]);
  });
});
