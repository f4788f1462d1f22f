import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { of } from 'rxjs';
import { LiveConfig } from '../../../live/live-config';
import { PageClock } from '../../../common/testing/page-clock';
import { ContentFixture } from '../../testing/content-fixture';
import { ImagePanel } from './image-panel';

const CAM = 'https://cams.example.com/1.jpg';

describe('ImagePanel', () => {
  let clock: PageClock;
  /** The requested images, in order: jsdom loads none. */
  let loaders: HTMLImageElement[];

  beforeEach(() => {
    clock = new PageClock(600_000);
    loaders = [];
    const Loader = window.Image;
    jest.spyOn(window, 'Image').mockImplementation(() => {
      const loader = new Loader();
      loaders.push(loader);
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
    const last = loaders.at(-1);
    if (last === undefined) throw new Error('No image was requested.');
    return last;
  };
  const sources = (fixture: ContentFixture<ImagePanel>): string[] =>
    [...fixture.element.querySelectorAll('img')].map(({ src }) => src);

  it('shows the image once it is loaded, with its alternative text', async () => {
    const fixture = await open({ url: CAM, alt: 'the back door', fit: 'cover' });
    expect(sources(fixture)).toEqual([]);
    await comes(fixture, 'load');
    const image = fixture.one('img') as HTMLImageElement;
    expect([image.src, image.alt, image.style.objectFit]).toEqual([CAM, 'the back door', 'cover']);
  });

  it('uses the title of the panel without an alternative text', async () => {
    const fixture = await open({ url: CAM });
    await comes(fixture, 'load');
    expect((fixture.one('img') as HTMLImageElement).alt).toBe('Door');
  });

  it('refreshes the image, and replaces it in the same node once it is loaded', async () => {
    const fixture = await open({ url: CAM, refreshEvery: '10s' });
    await comes(fixture, 'load');
    const image = fixture.one('img');
    clock.pass(10_000);
    await fixture.whenStable();
    expect([loader().src, sources(fixture)]).toEqual([`${CAM}?_=61`, [`${CAM}?_=60`]]);
    await comes(fixture, 'load');
    expect([sources(fixture), fixture.one('img') === image]).toEqual([[`${CAM}?_=61`], true]);
  });

  it('keeps the last image with a message if a refresh fails', async () => {
    const fixture = await open({ url: CAM, refreshEvery: '10s' });
    await comes(fixture, 'load');
    clock.pass(10_000);
    await fixture.whenStable();
    await comes(fixture, 'error');
    expect([sources(fixture), fixture.allText('.error')]).toEqual([
      [`${CAM}?_=60`],
      ['No newer image: this is the last one received.'],
    ]);
    clock.pass(10_000);
    await fixture.whenStable();
    await comes(fixture, 'load');
    expect(fixture.allText('.error')).toEqual([]);
  });

  it('shows that the image cannot be loaded, until the address changes', async () => {
    const fixture = await open({ url: CAM });
    await comes(fixture, 'error');
    expect(fixture.allText('.error')).toEqual(['Could not load the image. Check that its address is reachable.']);
    await fixture.update({ panel: { options: { url: `${CAM}?other` } } });
    expect(fixture.allText('.error')).toEqual([]);
  });

  it('does not request an image that the server does not allow', async () => {
    const fixture = await open({ url: 'https://elsewhere.net/x.jpg' });
    expect(loaders).toEqual([]);
    expect(fixture.allText('.message')).toEqual([expect.stringContaining('EMBED_ORIGINS=')]);
  });
});
