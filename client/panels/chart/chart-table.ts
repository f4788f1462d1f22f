import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { formatDateTime } from '../../ui/format/time';
import type { ChartData } from './chart-data';

/** The same data in figures, the newest first: for whoever cannot see the lines, or wants to know exactly. */
@Component({
  selector: 'bc-chart-table',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <!-- Scrolls, so the keyboard must reach it (WCAG 2.1.1). -->
    <div class="scroll" tabindex="0" role="group" [attr.aria-label]="caption() + ', as a table'">
      <table>
        <caption class="visually-hidden">
          {{
            caption()
          }}
        </caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            @for (series of data().series; track series.key) {
              <th scope="col">{{ series.label }}</th>
            }
          </tr>
        </thead>
        <tbody>
          @for (row of rows(); track row.time) {
            <tr>
              <th scope="row">{{ row.label }}</th>
              @for (cell of row.cells; track $index) {
                <td>{{ cell }}</td>
              }
            </tr>
          }
        </tbody>
      </table>
    </div>
  `,
  styleUrl: './chart-table.scss',
})
export class ChartTable {
  readonly caption = input.required<string>();
  readonly data = input.required<ChartData & { readonly write: (value: number) => string }>();

  protected readonly rows = computed(() => {
    const { times, columns, write } = this.data();
    return times
      .map((time, row) => ({
        time,
        label: formatDateTime(time),
        cells: columns.map((column) => {
          const value = column[row];
          return typeof value === 'number' ? write(value) : '–';
        }),
      }))
      .reverse();
  });
}
