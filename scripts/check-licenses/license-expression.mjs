// Evaluates SPDX license expressions, such as `(MIT OR GPL-3.0-only) AND Zlib`.
// https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/

const TOKEN = /[()]|[^\s()]+/g;

/**
 * Whether the allowed licenses are enough to use what has this license. `OR` needs one of its sides, `AND` needs both. An exception
 * (`WITH`) only permits more, so it does not count. Anything that is not an expression is not allowed.
 * @param {string} expression
 * @param {ReadonlySet<string>} allowed identifiers of licenses
 */
export function isAllowed(expression, allowed) {
  const tokens = expression.match(TOKEN) ?? [];
  const take = (token) => tokens[0] === token && tokens.shift() !== undefined;

  // Each reads the tokens that belong to it, whatever their value: `||` and `&&` would skip some.
  const either = () => {
    const sides = [both()];
    while (take('OR')) sides.push(both());
    return sides.some(Boolean);
  };
  const both = () => {
    const sides = [single()];
    while (take('AND')) sides.push(single());
    return sides.every(Boolean);
  };
  const single = () => {
    if (take('(')) {
      const value = either();
      return take(')') && value;
    }
    const license = tokens.shift();
    if (take('WITH')) tokens.shift();
    return license !== undefined && allowed.has(license);
  };

  const value = either();
  return tokens.length === 0 && value;
}
