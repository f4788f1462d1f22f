/** Invalid text of a field: it is not a value, but must not be lost either. */
export interface InvalidInput {
  /** The label of the field. */
  readonly label: string;
  readonly text: string;
  /** Why it is invalid, and what to write. */
  readonly problem: string;
}

/** Keeps the invalid texts of fields by the fields' names, also while the fields do not exist. */
export abstract class InvalidInputs {
  /** The invalid text of the field. */
  abstract get(name: string): string | undefined;

  /** @param invalid undefined: the text of the field is valid */
  abstract set(name: string, invalid: InvalidInput | undefined): void;
}
