import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { type ListedSource, listSources } from '../../../api/sources-api';
import type { Choice } from '../../../ui/form/select-field';

/** The sources that this form knows the queries of. */
const KNOWN: Readonly<Record<string, string>> = {
  metrics: $localize`Metrics`,
  statuses: $localize`Statuses`,
  events: $localize`Events`,
  tables: $localize`Tables`,
};

/** What can be asked: the sources of the server, asked for once; until it has answered, the ones that it always has. */
@Injectable({ providedIn: 'root' })
export class SourceList {
  private readonly destroyed = inject(DestroyRef);
  private readonly listed = signal<readonly ListedSource[]>([]);
  private asked = false;

  readonly choices = computed<readonly Choice<string>[]>(() => {
    const others = this.listed().filter(({ name }) => !Object.hasOwn(KNOWN, name));
    return [
      ...Object.entries(KNOWN).map(([value, label]) => ({ value, label })),
      ...others.map(({ name }) => ({ value: name, label: name })),
    ];
  });

  look(): void {
    if (this.asked) return;
    this.asked = true;
    listSources()
      .pipe(takeUntilDestroyed(this.destroyed))
      .subscribe({
        next: (sources) => {
          this.listed.set(sources);
        },
        error: () => {
          // The next form asks again; the built-in sources can be chosen meanwhile, others written as they are.
          this.asked = false;
        },
      });
  }

  /** What a query of this source may hold, in a line: `city (string, required), days (integer)`. */
  fieldsOf(source: string): string | undefined {
    const query = this.listed().find(({ name }) => name === source)?.query;
    const fields = Object.entries(query?.properties ?? {}).filter(([name]) => name !== 'source');
    if (fields.length === 0) return undefined;
    return fields
      .map(([name, { type }]) => {
        const about = [
          typeof type === 'string' ? type : '',
          query?.required?.includes(name) ? $localize`:field|:required` : '',
        ];
        const words = about.filter((word) => word !== '').join(', ');
        return words === '' ? name : `${name} (${words})`;
      })
      .join(', ');
  }
}
