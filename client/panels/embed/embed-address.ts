/** What may be shown from elsewhere, and what is to be done where it may not. */
export type EmbedAddress =
  | {
      readonly kind: 'allowed';
      /** Absolute. */
      readonly url: string;
      /** Whether it is this server's own. */
      readonly own: boolean;
    }
  /** It depends on the server's word, which has not come yet. */
  | { readonly kind: 'pending' }
  | { readonly kind: 'rejected'; readonly message: string };

/** A picture without any server: the policy of pages (`img-src data:`) lets these through. */
const IMAGE_DATA = /^data:image\//i;

/**
 * Judges `options.url`: this origin and, for images, `data:` are always allowed, other origins if the server names them
 * (`EMBED_ORIGINS`; undefined while it has not answered). The browser would refuse the rest without a word.
 *
 * @param base the page's own address, which relative ones start from
 */
export function checkEmbedAddress(
  address: string | undefined,
  base: string,
  origins: readonly string[] | undefined,
  content: 'image' | 'page',
): EmbedAddress {
  if (address === undefined) return rejected(MESSAGES[content].missing());
  if (content === 'image' && IMAGE_DATA.test(address)) return { kind: 'allowed', url: address, own: true };
  const url = URL.parse(address, base);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return rejected(MESSAGES[content].invalid(shorten(address)));
  }
  if (url.username !== '' || url.password !== '') {
    return rejected(
      $localize`The address holds a user name or a password, which everybody who looks at the board could read.`,
    );
  }
  if (url.origin === new URL(base).origin) return { kind: 'allowed', url: url.href, own: true };
  if (origins === undefined) return { kind: 'pending' };
  if (origins.includes(url.origin)) return { kind: 'allowed', url: url.href, own: false };
  return rejected(MESSAGES[content].forbidden(url.origin, `EMBED_ORIGINS=${[...origins, url.origin].join(',')}`));
}

interface RejectionMessages {
  missing(): string;
  invalid(address: string): string;
  /** @param setting what its server would have to be started with */
  forbidden(origin: string, setting: string): string;
}

const MESSAGES: Readonly<Record<'image' | 'page', RejectionMessages>> = {
  image: {
    missing: () => $localize`Nothing to show yet: say in the panel’s option “url” which image it is.`,
    invalid: (address) =>
      $localize`“${address}:address:” is not the address of an image: it must begin with https:// or http://.`,
    forbidden: (origin, setting) =>
      $localize`This server does not show images from ${origin}:origin:. Whoever runs it allows that by starting it with ${setting}:setting:`,
  },
  page: {
    missing: () => $localize`Nothing to show yet: say in the panel’s option “url” which page it is.`,
    invalid: (address) =>
      $localize`“${address}:address:” is not the address of a page: it must begin with https:// or http://.`,
    forbidden: (origin, setting) =>
      $localize`This server does not show pages from ${origin}:origin:. Whoever runs it allows that by starting it with ${setting}:setting:`,
  },
};

function rejected(message: string): EmbedAddress {
  return { kind: 'rejected', message };
}

function shorten(address: string): string {
  return address.length > 80 ? `${address.slice(0, 80)}…` : address;
}
