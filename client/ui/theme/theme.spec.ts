import { BreakpointObserver } from '@angular/cdk/layout';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Subject, map, startWith, type Observable } from 'rxjs';
import { Theme } from './theme';

/** Simulates the color scheme of the system and its changes. */
class SystemTheme {
  readonly changed$ = new Subject<boolean>();
  private dark = false;

  observe(): Observable<{ matches: boolean }> {
    return this.changed$.pipe(
      startWith(this.dark),
      map((matches) => ({ matches })),
    );
  }

  turn(dark: boolean): void {
    this.dark = dark;
    this.changed$.next(dark);
  }
}

describe('Theme', () => {
  let system: SystemTheme;
  const shown = (): string | undefined => document.documentElement.dataset.theme;
  const open = (): Theme => {
    TestBed.resetTestingModule();
    TestBed.configureTestingModule({ providers: [{ provide: BreakpointObserver, useValue: system }] });
    return TestBed.inject(Theme);
  };

  beforeEach(() => {
    system = new SystemTheme();
  });
  afterEach(() => {
    localStorage.clear();
    delete document.documentElement.dataset.theme;
  });

  it('follows the system by default, also when it changes', () => {
    const theme = open();
    expect([theme.choice(), theme.resolved(), shown()]).toEqual(['system', 'light', undefined]);
    system.turn(true);
    expect([theme.resolved(), shown()]).toEqual(['dark', undefined]);
  });

  it('stores the choice of the user', () => {
    open().choose('dark');
    expect(shown()).toBe('dark');
    delete document.documentElement.dataset.theme;
    const again = open();
    expect([again.choice(), again.resolved(), shown()]).toEqual(['dark', 'dark', 'dark']);
  });

  it('returns to the system theme', () => {
    const theme = open();
    theme.choose('light');
    theme.choose('system');
    expect([shown(), open().choice()]).toEqual([undefined, 'system']);
  });

  it('is light while printing', () => {
    const theme = open();
    theme.choose('dark');
    window.dispatchEvent(new Event('beforeprint'));
    expect([theme.choice(), theme.resolved(), shown()]).toEqual(['dark', 'light', 'light']);
    window.dispatchEvent(new Event('afterprint'));
    expect([theme.resolved(), shown()]).toEqual(['dark', 'dark']);
  });

  it('ignores an unknown stored value', () => {
    localStorage.setItem('boardcast.theme', 'sepia');
    expect(open().choice()).toBe('system');
  });
});
