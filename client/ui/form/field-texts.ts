/** What stands in a field and cannot be read: it is neither a value nor to be lost. */
export interface UnreadText {
  /** What the field is called. */
  readonly label: string;
  readonly text: string;
  /** Why it cannot be read, and what to write. */
  readonly problem: string;
}

/** Keeps the texts of fields that cannot be read, by the fields' names, while the fields themselves come and go. */
export abstract class FieldTexts {
  /** The text that the field of this name begins with. */
  abstract unreadText(name: string): string | undefined;

  /** @param unread undefined: what stands in the field can be read */
  abstract keepUnread(name: string, unread: UnreadText | undefined): void;
}
