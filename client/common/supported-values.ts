/** The values offered in browsers without `Intl.supportedValuesOf` (before Chrome 99 and Safari 15.4). */
const FALLBACK = {
  currency: [
    ...['AED', 'ARS', 'AUD', 'BRL', 'CAD', 'CHF', 'CLP', 'CNY', 'COP', 'CZK', 'DKK', 'EGP', 'EUR', 'GBP', 'HKD', 'HUF'],
    ...['IDR', 'ILS', 'INR', 'JPY', 'KRW', 'MXN', 'MYR', 'NGN', 'NOK', 'NZD', 'PHP', 'PLN', 'RON', 'SAR', 'SEK', 'SGD'],
    ...['THB', 'TRY', 'TWD', 'UAH', 'USD', 'VND', 'ZAR'],
  ],
  timeZone: [Intl.DateTimeFormat().resolvedOptions().timeZone],
} as const;

/** Returns the currencies (ISO 4217) or time zones (IANA) that this browser supports. */
export function supportedValues(of: keyof typeof FALLBACK): readonly string[] {
  const { supportedValuesOf } = Intl as { supportedValuesOf?: (key: string) => string[] };
  return supportedValuesOf?.(of) ?? FALLBACK[of];
}
