/** A text in a field that is not valid: it is not a value, but must not be lost either. */
export interface InvalidText {
  /** What the field is called. */
  readonly label: string;
  readonly text: string;
  /** Why it is not valid, and what to write. */
  readonly problem: string;
}

/** Keeps the invalid texts of fields by the fields' names, while the fields themselves are made and destroyed. */
export abstract class FieldTexts {
  /** The invalid text that was typed into the field of this name. */
  abstract invalidText(name: string): string | undefined;

  /** @param invalid undefined: the text of the field is valid */
  abstract keepInvalid(name: string, invalid: InvalidText | undefined): void;
}
