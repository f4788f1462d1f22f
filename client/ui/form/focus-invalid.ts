/**
 * Puts the focus on the first field that is not valid: what stands in it has not come out, so that going on would take
 * what stood there before.
 *
 * @returns whether there is one
 */
export function focusInvalid(form: HTMLElement): boolean {
  const field = form.querySelector<HTMLElement>('[aria-invalid="true"]');
  field?.focus();
  return field !== null;
}
