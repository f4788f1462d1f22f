import { PALETTE_SIZE } from '../../drawing/palette';

/** The theme's colors for a canvas, which knows no custom properties. Read once, until the theme changes. */
export class PlotColors {
  private readonly values = new Map<string, string>();

  constructor(private readonly element: HTMLElement) {}

  /** The value of a custom property like `--line`. */
  get(property: string): string {
    let color = this.values.get(property);
    if (color === undefined) {
      color = getComputedStyle(this.element).getPropertyValue(property).trim();
      this.values.set(property, color);
    }
    return color;
  }

  /** A series' color; the tokens are #rrggbb, so an opacity is two digits more. */
  line(slot: number, opacity = 1): string {
    const alpha = Math.round(opacity * 255)
      .toString(16)
      .padStart(2, '0');
    return `${this.get(`--c${(slot % PALETTE_SIZE) + 1}`)}${alpha}`;
  }

  clear(): void {
    this.values.clear();
  }
}
