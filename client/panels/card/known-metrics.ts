import { DestroyRef, Injectable, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { listSeries } from '../../api/metrics-api';
import { NOW } from '../../common/ticker';

/** How long a list is taken for true: it only decides what an empty panel says. */
const MAX_AGE_MS = 60_000;

/** The keys of all metrics that have had a value, fetched when an empty panel wants to know them. */
@Injectable({ providedIn: 'root' })
export class KnownMetrics {
  private readonly now = inject(NOW);
  private readonly destroyed = inject(DestroyRef);
  private readonly keySet = signal<ReadonlySet<string> | undefined>(undefined);
  private requestedAt = -Infinity;

  /** Undefined until the server has answered. */
  readonly keys = this.keySet.asReadonly();

  /** Fetches them, unless that was done within the last minute. */
  fetch(): void {
    const now = this.now();
    if (now - this.requestedAt < MAX_AGE_MS) return;
    this.requestedAt = now;
    listSeries()
      .pipe(takeUntilDestroyed(this.destroyed))
      .subscribe({
        next: (series) => {
          this.keySet.set(new Set(series.map(({ key }) => key)));
        },
        // Asked again by the next panel, or the next answer, that wants to know.
        error: () => (this.requestedAt = -Infinity),
      });
  }
}
