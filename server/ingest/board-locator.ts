/** Tells whoever pushed where the value is to be seen. Implemented by the boards, a floor above. */
export abstract class BoardLocator {
  /** Path of the oldest stored board that shows the metric, else of the inbox if it is there, else null. */
  abstract locate(key: string): string | null;
}
