import { DOCUMENT, Injectable, type Signal, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed, toObservable } from '@angular/core/rxjs-interop';
import { type Observable, defer, filter, firstValueFrom, merge, of, retry, switchMap, timer } from 'rxjs';
import { getResource } from '../../api/page-resource';
import { API_CLIENT } from '../../api/server';
import { getConfig } from '../../stream/live-settings';
import { PageReload } from '../../common/page-reload';
import type { ConnectionStatus } from '../../stream/connection/connection-status';
import { LIVE_ENVIRONMENT } from '../live-environment';

/**
 * A younger page is not reported as outdated. If two versions respond alternately, pages would otherwise reload endlessly.
 */
const MIN_PAGE_AGE_MS = 10_000;

const RETRY_MS = 5_000;
const MAX_RETRY_MS = 60_000;

/**
 * Checks whether the server has another version than the open page. It checks after each new connection, because every
 * deploy causes one, and after each poll if there is no connection. It reports a new version only after the server has
 * served the new page and its scripts, so that a reload does not end with an error.
 */
@Injectable({ providedIn: 'root' })
export class NewVersion {
  private readonly document = inject(DOCUMENT);
  private readonly environment = inject(LIVE_ENVIRONMENT);
  private readonly pageReload = inject(PageReload);
  private readonly client = inject(API_CLIENT);
  private readonly startedAt = this.environment.now();
  private readonly scripts = new Set(
    [...this.document.querySelectorAll('script[src]')].map((script) => script.getAttribute('src')),
  );
  private readonly available = signal(false);
  private version: unknown;

  readonly isAvailable = this.available.asReadonly();

  /** Starts the checks. Call it in the constructor of a component. The checks stop when the component is destroyed. */
  watch(status: Signal<ConnectionStatus>): void {
    const live$ = toObservable(computed(() => status().state === 'live')).pipe(filter(Boolean));
    // Only the epoch shows a restart between two polls.
    const epoch$ = toObservable(computed(() => status().epoch)).pipe(filter((epoch) => epoch !== undefined));
    const poll$ = toObservable(computed(() => (status().state === 'polling' ? status().lastUpdateAt : undefined))).pipe(
      filter((at) => at !== undefined),
    );
    merge(live$, epoch$, poll$)
      .pipe(
        switchMap(() => this.check()),
        takeUntilDestroyed(),
      )
      .subscribe((isNew) => {
        if (isNew) this.available.set(true);
      });
  }

  /** Reloads the page. */
  reload(): void {
    this.pageReload.start();
  }

  private check(): Observable<boolean> {
    const { scheduler } = this.environment;
    const isNew$ = defer(() => this.fetchIsNew());
    return isNew$.pipe(
      switchMap((isNew) => {
        const tooYoungMs = MIN_PAGE_AGE_MS - (this.environment.now() - this.startedAt);
        return isNew && tooYoungMs > 0 ? timer(tooYoungMs, scheduler).pipe(switchMap(() => isNew$)) : of(isNew);
      }),
      retry({
        delay: (_, count) => {
          const maxDelay = Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** (count - 1));
          return timer(maxDelay * (0.5 + this.environment.random() / 2), scheduler);
        },
      }),
    );
  }

  /** @throws if the page, one of its scripts or the configuration cannot be loaded */
  private async fetchIsNew(): Promise<boolean> {
    const page = await this.get(this.document.location.pathname, 'text/html');
    const scripts = scriptsOf(await page.text());
    if (scripts.length === 0) throw new Error('The response is not a page of Boardcast.');
    const added = scripts.filter((script) => !this.scripts.has(script));
    await Promise.all(added.map((script) => this.get(script, '*/*')));

    const { version } = await firstValueFrom(getConfig(this.client));
    this.version ??= version;
    return added.length > 0 || version !== this.version;
  }

  private get(path: string, accept: string): Promise<Response> {
    return getResource(new URL(path, this.document.baseURI).href, accept);
  }
}

/** Returns the URLs of a page's scripts as in the HTML. The names of built scripts contain a hash of the content. */
function scriptsOf(html: string): string[] {
  return [...html.matchAll(/<script[^>]*\ssrc="([^"]+)"/g)].flatMap(([, source]) => source ?? []);
}
