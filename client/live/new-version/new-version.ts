import { DOCUMENT, Injectable, type Signal, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed, toObservable } from '@angular/core/rxjs-interop';
import { type Observable, defer, filter, firstValueFrom, merge, of, retry, switchMap, timer } from 'rxjs';
import { getResource } from '../../api/api-client';
import { getConfig } from '../../api/config-api';
import { PageReload } from '../../common/page-reload';
import type { ConnectionStatus } from '../connection/connection-status';
import { LiveEnvironment } from '../live-environment';

/** A page this young is not called old: where two versions answer in turns, pages would reload without an end. */
const SETTLED_MS = 10_000;

const RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 60_000;

/**
 * Whether the server serves another version than the page that is open. Asked whenever the connection is new, for no
 * deploy goes by without one, and after each poll where there is none. It says so only once the new page and its scripts
 * were answered, so that a reload cannot end at an error.
 */
@Injectable({ providedIn: 'root' })
export class NewVersion {
  private readonly document = inject(DOCUMENT);
  private readonly environment = inject(LiveEnvironment);
  private readonly pageReload = inject(PageReload);
  private readonly startedAt = this.environment.now();
  private readonly scripts = new Set(
    [...this.document.querySelectorAll('script[src]')].map((script) => script.getAttribute('src')),
  );
  private readonly here = signal(false);
  private version: unknown;

  readonly isHere = this.here.asReadonly();

  /** Looks after each new connection, and each poll without one, as long as the component lives that calls it when made. */
  watch(status: Signal<ConnectionStatus>): void {
    const live$ = toObservable(computed(() => status().state === 'live')).pipe(filter(Boolean));
    // A restart between two polls shows in the epoch alone.
    const epoch$ = toObservable(computed(() => status().epoch)).pipe(filter((epoch) => epoch !== undefined));
    const poll$ = toObservable(computed(() => (status().state === 'polling' ? status().lastUpdateAt : undefined))).pipe(
      filter((at) => at !== undefined),
    );
    merge(live$, epoch$, poll$)
      .pipe(
        switchMap(() => this.look()),
        takeUntilDestroyed(),
      )
      .subscribe((isNew) => {
        if (isNew) this.here.set(true);
      });
  }

  /** Takes the page anew. */
  reload(): void {
    this.pageReload.start();
  }

  private look(): Observable<boolean> {
    const { scheduler } = this.environment;
    const ask$ = defer(() => this.ask());
    return ask$.pipe(
      switchMap((isNew) => {
        const early = SETTLED_MS - (this.environment.now() - this.startedAt);
        return isNew && early > 0 ? timer(early, scheduler).pipe(switchMap(() => ask$)) : of(isNew);
      }),
      retry({
        delay: (_, count) => {
          const longest = Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** (count - 1));
          return timer(longest * (0.5 + this.environment.random() / 2), scheduler);
        },
      }),
    );
  }

  /** @throws where anything is answered but the page, its scripts and the configuration */
  private async ask(): Promise<boolean> {
    const page = await this.get(this.document.location.pathname, 'text/html');
    const scripts = scriptsOf(await page.text());
    if (scripts.length === 0) throw new Error('The answer is not a page of Boardcast.');
    const added = scripts.filter((script) => !this.scripts.has(script));
    await Promise.all(added.map((script) => this.get(script, '*/*')));

    const { version } = await firstValueFrom(getConfig());
    this.version ??= version;
    return added.length > 0 || version !== this.version;
  }

  private get(path: string, accept: string): Promise<Response> {
    return getResource(new URL(path, this.document.baseURI).href, accept);
  }
}

/** The addresses of a page's scripts, as they are written there; built ones are named after their content. */
function scriptsOf(html: string): string[] {
  return [...html.matchAll(/<script[^>]*\ssrc="([^"]+)"/g)].flatMap(([, source]) => source ?? []);
}
