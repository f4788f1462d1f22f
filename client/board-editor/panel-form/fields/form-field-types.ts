import type { Suggestion } from '../../../ui/combobox/suggest';
import { type Codec, numberCodec, TEXT } from '../../../ui/form/codecs';
import type { Choice } from '../../../ui/form/select-field';

interface BaseField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  /** Whether the field is rarely used, and so in the section “More”. */
  readonly more?: boolean;
}

/** A form field for one member of a panel's options or query. */
export type FormField =
  | (BaseField & {
      readonly kind: 'text';
      readonly codec: Codec<unknown>;
      readonly placeholder?: string;
      readonly lines?: number;
      readonly numeric?: boolean;
      readonly code?: boolean;
    })
  /** One of several choices. `defaultValue` is the value if the member is not set. */
  | (BaseField & {
      readonly kind: 'choice';
      readonly choices: readonly Choice<unknown>[];
      readonly defaultValue?: string;
    })
  /** A checkbox. `defaultValue` is the value if the member is not set. */
  | (BaseField & { readonly kind: 'check'; readonly defaultValue: boolean })
  /** A text with suggestions. */
  | (BaseField & {
      readonly kind: 'suggest';
      readonly placeholder: string;
      readonly suggestions: () => readonly Suggestion[];
      /** The message if there are no suggestions. */
      readonly emptyText: () => string;
      /** Called when the list of suggestions opens. */
      readonly load?: () => void;
    })
  | { readonly kind: 'thresholds'; readonly name: string; readonly more?: boolean };

type TextFieldOptions = Pick<Extract<FormField, { kind: 'text' }>, 'placeholder' | 'hint' | 'lines' | 'more' | 'code'>;

/** Creates a text field. */
export function text<T = string>(
  name: string,
  label: string,
  options: TextFieldOptions = {},
  codec: Codec<T> = TEXT as unknown as Codec<T>,
): FormField {
  return { kind: 'text', name, label, codec, ...options };
}

/** Creates a number field. */
export function number(
  name: string,
  label: string,
  limits: Parameters<typeof numberCodec>[0] = {},
  options: TextFieldOptions = { placeholder: $localize`Default` },
): FormField {
  return { kind: 'text', name, label, codec: numberCodec(limits), numeric: true, ...options };
}
