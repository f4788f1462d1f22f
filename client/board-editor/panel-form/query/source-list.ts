import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { API_CLIENT } from '../../../api/server';
import { type ListedSource, listSources } from '../../../api/sources-api';
import type { Choice } from '../../../ui/form/select-field';

/** The built-in sources. */
const BUILT_IN_SOURCES: Readonly<Record<string, string>> = {
  metrics: $localize`Metrics`,
  statuses: $localize`Statuses`,
  events: $localize`Events`,
  tables: $localize`Tables`,
};

/** The sources of the server, loaded once. Until then, only the built-in sources. */
@Injectable({ providedIn: 'root' })
export class SourceList {
  private readonly client = inject(API_CLIENT);
  private readonly destroyed = inject(DestroyRef);
  private readonly listed = signal<readonly ListedSource[]>([]);
  private requested = false;

  readonly choices = computed<readonly Choice<string>[]>(() => {
    const others = this.listed().filter(({ name }) => !Object.hasOwn(BUILT_IN_SOURCES, name));
    return [
      ...Object.entries(BUILT_IN_SOURCES).map(([value, label]) => ({ value, label })),
      ...others.map(({ name }) => ({ value: name, label: name })),
    ];
  });

  load(): void {
    if (this.requested) return;
    this.requested = true;
    listSources(this.client)
      .pipe(takeUntilDestroyed(this.destroyed))
      .subscribe({
        next: (sources) => {
          this.listed.set(sources);
        },
        error: () => {
          // The next form tries again. Until then, only the built-in sources can be chosen.
          this.requested = false;
        },
      });
  }

  /** Lists the fields of a query of this source: `city (string, required), days (integer)`. */
  fieldsOf(source: string): string | undefined {
    const query = this.listed().find(({ name }) => name === source)?.query;
    const fields = Object.entries(query?.properties ?? {}).filter(([name]) => name !== 'source');
    if (fields.length === 0) return undefined;
    return fields
      .map(([name, { type }]) => {
        const details = [
          typeof type === 'string' ? type : '',
          query?.required?.includes(name) ? $localize`:field|:required` : '',
        ];
        const text = details.filter((detail) => detail !== '').join(', ');
        return text === '' ? name : `${name} (${text})`;
      })
      .join(', ');
  }
}
