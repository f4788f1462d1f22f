import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import type { TimeWindow } from '../../wire/range';
import { FieldIds } from '../ui/form/field-ids';
import { zoneName } from '../i18n/format/time-zone-choice';
import { ServerClock } from '../common/server-clock';
import { NOW } from '../common/ticker';
import { type ReadWindow, readWindow, writeLocalTime } from './window-input';

/** Form for a fixed time range in the time zone of the viewer. */
@Component({
  selector: 'bc-window-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <form novalidate (submit)="submit($event, from.value, to.value)">
      <div>
        <label class="label" [for]="fromIds.control" i18n="start of a time|">From</label>
        <input
          #from
          class="control"
          type="datetime-local"
          [id]="fromIds.control"
          [value]="start()"
          [attr.aria-invalid]="problemOf('from') !== undefined"
          [attr.aria-describedby]="fromIds.describedBy(undefined, problemOf('from'))"
        />
        @if (problemOf('from'); as problem) {
          <p class="problem" role="alert" [id]="fromIds.problem">{{ problem }}</p>
        }
      </div>
      <div>
        <label class="label" [for]="toIds.control" i18n="end of a time|">To</label>
        <input
          #to
          class="control"
          type="datetime-local"
          [id]="toIds.control"
          [value]="end()"
          [attr.aria-invalid]="problemOf('to') !== undefined"
          [attr.aria-describedby]="toIds.describedBy(undefined, problemOf('to'))"
        />
        @if (problemOf('to'); as problem) {
          <p class="problem" role="alert" [id]="toIds.problem">{{ problem }}</p>
        }
      </div>
      <p class="hint" i18n>Times in {{ zone() }}.</p>
      <div class="actions">
        <button type="button" class="button" (click)="canceled.emit()" i18n>Cancel</button>
        <button type="submit" class="button primary" i18n="verb|">Show</button>
      </div>
    </form>
  `,
  styleUrl: '../ui/form/field.scss',
  styles: `
    form {
      display: grid;
      gap: 12px;
      width: 250px;
      max-width: 100%;
    }
    .hint {
      margin: 0;
    }
    .actions {
      display: flex;
      justify-content: flex-end;
      gap: 8px;
    }
  `,
})
export class WindowForm {
  /** The initial values of the fields. */
  readonly window = input.required<TimeWindow>();
  readonly windowChange = output<TimeWindow>();
  readonly canceled = output();

  private readonly now = inject(NOW);
  private readonly serverClock = inject(ServerClock);
  protected readonly fromIds = new FieldIds();
  protected readonly toIds = new FieldIds();
  protected readonly zone = computed(() => zoneName());
  protected readonly start = computed(() => writeLocalTime(this.window().from));
  protected readonly end = computed(() => writeLocalTime(this.window().to));
  private readonly result = signal<ReadWindow | undefined>(undefined);

  protected problemOf(field: 'from' | 'to'): string | undefined {
    const result = this.result();
    return result !== undefined && 'problem' in result && result.field === field ? result.problem : undefined;
  }

  protected submit(event: Event, from: string, to: string): void {
    event.preventDefault();
    const result = readWindow(from, to, this.now() + this.serverClock.aheadMs());
    this.result.set(result);
    if (!('problem' in result)) this.windowChange.emit(result);
  }
}
