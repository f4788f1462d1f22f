/** The rest of the path: `/` raw or as `%2F` is the same. */
export const KEY_PARAM = {
  name: 'key',
  description: '1-200 of A-Z a-z 0-9 . _ - : /; no leading, trailing or doubled "/", no "." or ".." segment',
  example: 'shop.orders',
};
