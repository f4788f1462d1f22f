/** The key of a path: all of the path after the resource, where `/` and `%2F` are the same. */
export const KEY_PARAM = {
  name: 'key',
  description:
    '1-200 characters of A-Z a-z 0-9 . _ - : /, without a leading, trailing or doubled "/" and without "." or ".." as a segment',
  example: 'shop.orders',
};
