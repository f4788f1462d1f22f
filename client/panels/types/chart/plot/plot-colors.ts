import { PALETTE_SIZE } from '../../../drawing/palette';

/** The theme's colors for a canvas, which cannot use custom properties. They are read once per theme. */
export class PlotColors {
  private readonly values = new Map<string, string>();

  constructor(private readonly element: HTMLElement) {}

  /** Returns the value of a custom property like `--line`. */
  get(property: string): string {
    let color = this.values.get(property);
    if (color === undefined) {
      color = getComputedStyle(this.element).getPropertyValue(property).trim();
      this.values.set(property, color);
    }
    return color;
  }

  /** Returns the color of a series. The tokens are `#rrggbb`, so two digits are appended for the opacity. */
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
