let fieldCount = 0;

/** Unique ids of the control, hint and message of a form field. */
export class FieldIds {
  private readonly base = `field-${(fieldCount += 1)}`;
  readonly control = `${this.base}-control`;
  readonly hint = `${this.base}-hint`;
  readonly problem = `${this.base}-problem`;
  readonly list = `${this.base}-list`;

  /** The value of `aria-describedby`: the ids of the hint and the message, if there are any. */
  describedBy(hint: string | undefined, problem: string | undefined): string | null {
    const ids = [hint && this.hint, problem && this.problem].filter((id) => id !== undefined && id !== '');
    return ids.length === 0 ? null : ids.join(' ');
  }
}
