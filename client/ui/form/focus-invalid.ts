/**
 * Focuses the first invalid field. Its text was not emitted, so that submitting the form would use the previous value.
 *
 * @returns whether there is an invalid field
 */
export function focusInvalid(form: HTMLElement): boolean {
  const field = form.querySelector<HTMLElement>('[aria-invalid="true"]');
  field?.focus();
  return field !== null;
}
