import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

/** Each icon is one stroked path on a 24 x 24 grid. */
const PATHS = {
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 2',
  expand: 'M4 8V4h4M20 8V4h-4M4 16v4h4M20 16v4h-4',
  shrink: 'M8 4v4H4M16 4v4h4M8 20v-4H4M16 20v-4h4',
  table: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9',
  chart: 'M4 4v16h16M7.5 14.5l3.5-4 3 2.5 5-6',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
  moon: 'M20 14.2A8.2 8.2 0 0 1 9.8 4 8.2 8.2 0 1 0 20 14.2z',
  system: 'M3.5 5h17v11h-17zM9 20h6M12 16v4',
  alert: 'M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.2',
  more: 'M4.1 12a.9.9 0 1 0 1.8 0 .9.9 0 1 0-1.8 0M11.1 12a.9.9 0 1 0 1.8 0 .9.9 0 1 0-1.8 0M18.1 12a.9.9 0 1 0 1.8 0 .9.9 0 1 0-1.8 0',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v5M12 7.8v.2',
  download: 'M12 4v11M7.5 11l4.5 4.5 4.5-4.5M4 20h16',
  image: 'M4 5h16v14H4zM4 16l4.5-4.5 4 4 3-3L20 17M14.8 9.2v.1',
  terminal: 'M5 7l5 5-5 5M12.5 17.5H19',
  pencil: 'M4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5l3.5 3.5',
  plus: 'M12 5v14M5 12h14',
  undo: 'M8 5L4 9l4 4M4 9h9.5a5.5 5.5 0 0 1 0 11H9',
  redo: 'M16 5l4 4-4 4M20 9h-9.5a5.5 5.5 0 0 0 0 11H15',
  earlier: 'M14.5 5l-7 7 7 7',
  later: 'M9.5 5l7 7-7 7',
  zoomOut: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.3 15.3 20 20M7.5 10.5h6',
  close: 'M6 6l12 12M18 6L6 18',
  upload: 'M12 16V5M7.5 9.5l4.5-4.5 4.5 4.5M5 19.5h14',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  bin: 'M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13M10 11v5.5M14 11v5.5',
} as const;
export type IconName = keyof typeof PATHS;

/** A decorative icon. The label of the button states its meaning. */
@Component({
  selector: 'bc-icon',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path [attr.d]="path()" /></svg>`,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      width: 16px;
      height: 16px;
    }
    svg {
      width: 100%;
      height: 100%;
      fill: none;
      stroke: currentColor;
      stroke-width: 2;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  protected readonly path = computed(() => PATHS[this.name()]);
}
