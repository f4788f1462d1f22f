let fields = 0;

/** Ids for a field's control and for the words beside it, unique in the page. */
export class FieldIds {
  private readonly base = `field-${(fields += 1)}`;
  readonly control = `${this.base}-control`;
  readonly hint = `${this.base}-hint`;
  readonly problem = `${this.base}-problem`;
  readonly list = `${this.base}-list`;

  /** For `aria-describedby`: the hint and what is wrong, where there are any. */
  describedBy(hint: string | undefined, problem: string | undefined): string | null {
    const ids = [hint && this.hint, problem && this.problem].filter((id) => id !== undefined && id !== '');
    return ids.length === 0 ? null : ids.join(' ');
  }
}
