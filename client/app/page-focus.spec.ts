import { ChangeDetectionStrategy, Component } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { App } from './app';

@Component({
  selector: 'bc-sample-page',
  template: `<main id="main" tabindex="-1"><button type="button">Go</button></main>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
class SamplePage {}

@Component({
  selector: 'bc-other-page',
  template: `<main id="main" tabindex="-1"></main>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
class OtherPage {}

describe('the focus', () => {
  let app: ComponentFixture<App>;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideRouter([
          { path: 'a', component: SamplePage },
          { path: 'b', component: OtherPage },
        ]),
      ],
    });
    app = TestBed.createComponent(App);
    document.body.append(app.nativeElement as Node);
    await goTo('/a');
  });
  afterEach(() => {
    document.body.replaceChildren();
  });

  const goTo = async (address: string): Promise<void> => {
    await TestBed.inject(Router).navigateByUrl(address);
    await app.whenStable();
  };
  const press = (): void => {
    document.querySelector<HTMLElement>('main button')?.focus();
  };

  it('is left alone by the page that is opened first', () => {
    expect(document.activeElement).toBe(document.body);
  });

  it('goes to the content of the next page, and not out of the document', async () => {
    press();
    await goTo('/b');
    expect(document.activeElement?.id).toBe('main');
  });

  it('stays where it is while the page is the same', async () => {
    press();
    await goTo('/a?range=6h');
    expect(document.activeElement?.localName).toBe('button');
    (document.activeElement as HTMLElement).blur();
    await goTo('/a?range=1h');
    expect(document.activeElement).toBe(document.body);
  });
});
