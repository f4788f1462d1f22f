import { parseUrl } from '../../stream/http/parse-url';

/** Whether an address may be shown, and the message if not. */
export type EmbedAddress =
  | {
      readonly kind: 'allowed';
      /** The absolute address. */
      readonly url: string;
      /** Whether the address has the origin of the server or of the page, so that a script in it must not act for the user. */
      readonly own: boolean;
    }
  /** The server's list of allowed origins has not been received yet. */
  | { readonly kind: 'pending' }
  | { readonly kind: 'rejected'; readonly message: string };

/** An image in the address itself: the page's policy (`img-src data:`) allows these. */
const IMAGE_DATA = /^data:image\//i;

/**
 * Checks `options.url`. This origin and, for images, `data:` are always allowed, other origins if the server lists them
 * (`EMBED_ORIGINS`). The browser would block others without a message.
 *
 * @param base the address of the server, which relative addresses start from
 * @param origins undefined until they are received
 * @param page the origin of the page, if it is not that of the server
 */
export function checkEmbedAddress(
  address: string | undefined,
  base: string,
  origins: readonly string[] | undefined,
  content: 'image' | 'page',
  page = new URL(base).origin,
): EmbedAddress {
  if (address === undefined) return rejected(MESSAGES[content].missing());
  if (content === 'image' && IMAGE_DATA.test(address)) return { kind: 'allowed', url: address, own: true };
  const url = parseUrl(address, base);
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return rejected(MESSAGES[content].invalid(shorten(address)));
  }
  if (url.username !== '' || url.password !== '') {
    return rejected(
      $localize`The address contains a user name or a password, which everyone with access to the board could read. Remove it.`,
    );
  }
  if (url.origin === new URL(base).origin) return { kind: 'allowed', url: url.href, own: true };
  if (origins === undefined) return { kind: 'pending' };
  if (origins.includes(url.origin)) return { kind: 'allowed', url: url.href, own: url.origin === page };
  return rejected(MESSAGES[content].forbidden(url.origin, `EMBED_ORIGINS=${[...origins, url.origin].join(',')}`));
}

interface RejectionMessages {
  missing(): string;
  invalid(address: string): string;
  /** @param setting the setting with which the server would allow it */
  forbidden(origin: string, setting: string): string;
}

const MESSAGES: Readonly<Record<'image' | 'page', RejectionMessages>> = {
  image: {
    missing: () => $localize`No image yet. Enter its address under “Image URL” in the panel’s form.`,
    invalid: (address) =>
      $localize`“${address}:address:” is not the address of an image: it must start with https:// or http://.`,
    forbidden: (origin, setting) =>
      $localize`This server does not allow images from ${origin}:origin:. To allow them, start it with ${setting}:setting:`,
  },
  page: {
    missing: () => $localize`No page yet. Enter its address under “Page URL” in the panel’s form.`,
    invalid: (address) =>
      $localize`“${address}:address:” is not the address of a page: it must start with https:// or http://.`,
    forbidden: (origin, setting) =>
      $localize`This server does not allow pages from ${origin}:origin:. To allow them, start it with ${setting}:setting:`,
  },
};

function rejected(message: string): EmbedAddress {
  return { kind: 'rejected', message };
}

function shorten(address: string): string {
  return address.length > 80 ? `${address.slice(0, 80)}…` : address;
}
