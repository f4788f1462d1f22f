import type { Suggestion } from '../../../ui/combobox/suggest';
import { type Codec, numberCodec, TEXT } from '../../../ui/form/codecs';
import type { Choice } from '../../../ui/form/select-field';

interface Named {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  /** Few need it: it waits under “More”. */
  readonly more?: boolean;
}

/** How one member of a panel's options or query is filled in. */
export type FormField =
  | (Named & {
      readonly kind: 'text';
      readonly codec: Codec<unknown>;
      readonly placeholder?: string;
      readonly lines?: number;
      readonly numeric?: boolean;
      readonly code?: boolean;
    })
  /** One of a few; `usual` is what it is without being given. */
  | (Named & { readonly kind: 'choice'; readonly choices: readonly Choice<unknown>[]; readonly usual?: string })
  /** Yes or no; `usual` is what it is without being given. */
  | (Named & { readonly kind: 'check'; readonly usual: boolean })
  /** Any text, but some are known. */
  | (Named & {
      readonly kind: 'suggest';
      readonly placeholder: string;
      readonly suggestions: () => readonly Suggestion[];
      /** In place of suggestions. */
      readonly nothing: () => string;
      /** Somebody is about to choose. */
      readonly look?: () => void;
    })
  | { readonly kind: 'thresholds'; readonly name: string; readonly more?: boolean };

type Words = Pick<Extract<FormField, { kind: 'text' }>, 'placeholder' | 'hint' | 'lines' | 'more' | 'code'>;

export function text<T = string>(
  name: string,
  label: string,
  words: Words = {},
  codec: Codec<T> = TEXT as unknown as Codec<T>,
): FormField {
  return { kind: 'text', name, label, codec, ...words };
}

export function number(
  name: string,
  label: string,
  limits: Parameters<typeof numberCodec>[0] = {},
  words: Words = { placeholder: $localize`Default` },
): FormField {
  return { kind: 'text', name, label, codec: numberCodec(limits), numeric: true, ...words };
}
