/** What jsdom does not have and the page calls for its looks only: it counts calls, and shows nothing. */
export class Fades {
  count = 0;

  install(): void {
    HTMLElement.prototype.animate = () => {
      this.count += 1;
      return {} as Animation;
    };
  }
}
