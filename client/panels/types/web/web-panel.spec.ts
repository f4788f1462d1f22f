import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Subject } from 'rxjs';
import { LiveConfig } from '../../../live/live-config';
import { ContentFixture } from '../../testing/content-fixture';
import { WebPanel } from './web-panel';

const GRAFANA = 'https://grafana.example.com/d/1';

describe('WebPanel', () => {
  let origins: Subject<readonly string[]>;

  beforeEach(() => {
    origins = new Subject();
    TestBed.configureTestingModule({ providers: [{ provide: LiveConfig, useValue: { embedOrigins$: origins } }] });
  });

  const open = (url: unknown): Promise<ContentFixture<WebPanel>> =>
    ContentFixture.show(WebPanel, { type: 'web', title: 'Grafana', options: { url } });
  const allow = async (fixture: ContentFixture<WebPanel>, ...allowed: string[]): Promise<void> => {
    origins.next(allowed);
    await fixture.whenStable();
  };
  const page = (fixture: ContentFixture<WebPanel>): HTMLIFrameElement => fixture.one('iframe') as HTMLIFrameElement;

  it('waits for the allowed origins, then shows the page in a sandbox', async () => {
    const fixture = await open(GRAFANA);
    expect([fixture.all('iframe'), fixture.all('.message')]).toEqual([[], []]);
    await allow(fixture, 'https://grafana.example.com');
    expect([page(fixture).src, page(fixture).title]).toEqual([GRAFANA, 'Grafana']);
    const sandbox = page(fixture).getAttribute('sandbox')?.split(' ') ?? [];
    expect(sandbox).toContain('allow-same-origin');
    expect(sandbox.filter((each) => each.startsWith('allow-top-navigation'))).toEqual([]);
  });

  it('gives a page of this server an opaque origin, so that it cannot leave the sandbox', async () => {
    const fixture = await open('/report.html');
    expect(page(fixture).src).toBe(new URL('/report.html', document.baseURI).href);
    expect(page(fixture).getAttribute('sandbox')).not.toContain('allow-same-origin');
  });

  it('is not reloaded when only the title or the layout of the panel changes', async () => {
    const fixture = await open('/report.html');
    const before = page(fixture);
    const written: unknown[] = [];
    new MutationObserver((changes) => written.push(...changes)).observe(before, { attributeFilter: ['src'] });
    await fixture.update({ panel: { title: 'Report', options: { url: '/report.html' } } });
    expect([page(fixture) === before, page(fixture).title, written]).toEqual([true, 'Report', []]);
  });

  it.each([
    ['https://elsewhere.net/', 'EMBED_ORIGINS=https://grafana.example.com,https://elsewhere.net'],
    ['javascript:alert(1)', 'must start with https://'],
    [undefined, 'Page URL'],
  ])('shows why %s is not allowed', async (url, message) => {
    const fixture = await open(url);
    await allow(fixture, 'https://grafana.example.com');
    expect([fixture.all('iframe'), fixture.allText('.message')]).toEqual([[], [expect.stringContaining(message)]]);
  });
});
