/** Counts the calls of `Element.animate`, which jsdom does not implement. */
export class Fades {
  count = 0;

  install(): void {
    HTMLElement.prototype.animate = () => {
      this.count += 1;
      return {} as Animation;
    };
  }
}
