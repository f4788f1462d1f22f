import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/** A placeholder in the shape of the panel, shown while it loads. It is not animated. */
@Component({
  selector: 'bc-panel-skeleton',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @switch (type()) {
      @case ('gauge') {
        <svg viewBox="0 0 200 104" aria-hidden="true"><path d="M22 92A78 78 0 0 1 178 92" /></svg>
      }
      @case ('pie') {
        <svg viewBox="0 0 100 100" aria-hidden="true"><circle cx="50" cy="50" r="36" /></svg>
      }
      @case ('number') {
        <span class="block value"></span><span class="block line"></span>
      }
      @case ('bars') {
        @for (width of [92, 70, 54, 38]; track width) {
          <span class="block bar" [style.width.%]="width"></span>
        }
      }
      @case ('status') {
        <span class="tiles">
          @for (tile of [1, 2, 3, 4, 5, 6]; track tile) {
            <span class="block tile"></span>
          }
        </span>
      }
      @case ('table') {
        @for (row of [1, 2, 3, 4, 5]; track row) {
          <span class="block row"></span>
        }
      }
      @case ('events') {
        @for (width of [58, 82, 44, 70]; track width) {
          <span class="entry"
            ><span class="block dot"></span><span class="block line" [style.width.%]="width"></span
          ></span>
        }
      }
      @default {
        <span class="block plot"></span>
      }
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 10px;
      min-height: 0;
      padding-top: 10px;
    }
    .block {
      border-radius: 6px;
      background: var(--surface-2);
    }
    .value {
      width: 45%;
      height: min(30cqh, 44px);
    }
    .line {
      width: 62%;
      height: 12px;
    }
    .bar {
      height: 12px;
    }
    .tiles {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 150px), 1fr));
      gap: 7px;
      overflow: hidden;
    }
    .tile {
      height: 30px;
    }
    .row {
      width: 100%;
      height: 14px;
      margin-bottom: 6px;
    }
    .entry {
      display: flex;
      gap: 10px;
      align-items: center;
      margin-bottom: 4px;
    }
    .dot {
      width: 12px;
      height: 12px;
    }
    .plot {
      flex: 1;
      min-height: 0;
    }
    svg {
      flex: 1;
      min-height: 0;
    }
    path,
    circle {
      fill: none;
      stroke: var(--surface-2);
      stroke-width: 14;
      stroke-linecap: round;
    }
  `,
})
export class PanelSkeleton {
  readonly type = input.required<string>();
}
