import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { of } from 'rxjs';
import { LiveConfig } from '../../live/live-config';
import { PageClock } from '../../common/testing/page-clock';
import { ContentFixture } from '../testing/content-fixture';
import { ImagePanel } from './image-panel';

const CAM = 'https://cams.example.com/1.jpg';

describe('an image', () => {
  let clock: PageClock;
  /** What the browser was asked for, in order: jsdom loads nothing. */
  let asked: HTMLImageElement[];

  beforeEach(() => {
    clock = new PageClock(600_000);
    asked = [];
    const Loader = window.Image;
    jest.spyOn(window, 'Image').mockImplementation(() => {
      const loader = new Loader();
      asked.push(loader);
      return loader;
    });
    TestBed.configureTestingModule({
      providers: [
        clock.provide(),
        { provide: LiveConfig, useValue: { embedOrigins$: of(['https://cams.example.com']) } },
      ],
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const open = (options: Record<string, unknown>): Promise<ContentFixture<ImagePanel>> =>
    ContentFixture.show(ImagePanel, { type: 'image', title: 'Door', options });
  const comes = async (fixture: ContentFixture<ImagePanel>, event: 'load' | 'error'): Promise<void> => {
    loader().dispatchEvent(new Event(event));
    await fixture.whenStable();
  };
  const loader = (): HTMLImageElement => {
    const last = asked.at(-1);
    if (last === undefined) throw new Error('nothing was asked for');
    return last;
  };
  const sources = (fixture: ContentFixture<ImagePanel>): string[] =>
    [...fixture.element.querySelectorAll('img')].map(({ src }) => src);

  it('is shown once it is there, in words for who cannot see it', async () => {
    const fixture = await open({ url: CAM, alt: 'the back door', fit: 'cover' });
    expect(sources(fixture)).toEqual([]);
    await comes(fixture, 'load');
    const image = fixture.one('img') as HTMLImageElement;
    expect([image.src, image.alt, image.style.objectFit]).toEqual([CAM, 'the back door', 'cover']);
  });

  it('is called by its panel’s title where it has no words of its own', async () => {
    const fixture = await open({ url: CAM });
    await comes(fixture, 'load');
    expect((fixture.one('img') as HTMLImageElement).alt).toBe('Door');
  });

  it('asks again from time to time, and takes the new one only once it is there, in the same node', async () => {
    const fixture = await open({ url: CAM, refreshEvery: '10s' });
    await comes(fixture, 'load');
    const image = fixture.one('img');
    clock.pass(10_000);
    await fixture.whenStable();
    expect([loader().src, sources(fixture)]).toEqual([`${CAM}?_=61`, [`${CAM}?_=60`]]);
    await comes(fixture, 'load');
    expect([sources(fixture), fixture.one('img') === image]).toEqual([[`${CAM}?_=61`], true]);
  });

  it('keeps the last one where no newer one comes, and says so', async () => {
    const fixture = await open({ url: CAM, refreshEvery: '10s' });
    await comes(fixture, 'load');
    clock.pass(10_000);
    await fixture.whenStable();
    await comes(fixture, 'error');
    expect([sources(fixture), fixture.allText('.error')]).toEqual([
      [`${CAM}?_=60`],
      ['No newer image: this is the last one that came'],
    ]);
    clock.pass(10_000);
    await fixture.whenStable();
    await comes(fixture, 'load');
    expect(fixture.allText('.error')).toEqual([]);
  });

  it('says that it cannot be loaded, and forgets both with another address', async () => {
    const fixture = await open({ url: CAM });
    await comes(fixture, 'error');
    expect(fixture.allText('.error')).toEqual(['The image cannot be loaded: see whether its address answers']);
    await fixture.update({ panel: { options: { url: `${CAM}?other` } } });
    expect(fixture.allText('.error')).toEqual([]);
  });

  it('is never asked for where the server does not allow it', async () => {
    const fixture = await open({ url: 'https://elsewhere.net/x.jpg' });
    expect(asked).toEqual([]);
    expect(fixture.allText('.message')).toEqual([expect.stringContaining('EMBED_ORIGINS=')]);
  });
});
