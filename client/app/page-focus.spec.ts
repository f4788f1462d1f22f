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

describe('focusNewPages', () => {
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
  const focusButton = (): void => {
    document.querySelector<HTMLElement>('main button')?.focus();
  };

  it('does not move the focus on the first page', () => {
    expect(document.activeElement).toBe(document.body);
  });

  it('moves the focus to the content of the next page', async () => {
    focusButton();
    await goTo('/b');
    expect(document.activeElement?.id).toBe('main');
  });

  it('keeps the focus when only the query of the address changes', async () => {
    focusButton();
    await goTo('/a?range=6h');
    expect(document.activeElement?.localName).toBe('button');
    (document.activeElement as HTMLElement).blur();
    await goTo('/a?range=1h');
    expect(document.activeElement).toBe(document.body);
  });
});
