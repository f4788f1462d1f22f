/** In browsers that cannot list them (before Chrome 99, Safari 15.4): what most boards need. */
const USUAL = {
  currency: [
    ...['AED', 'ARS', 'AUD', 'BRL', 'CAD', 'CHF', 'CLP', 'CNY', 'COP', 'CZK', 'DKK', 'EGP', 'EUR', 'GBP', 'HKD', 'HUF'],
    ...['IDR', 'ILS', 'INR', 'JPY', 'KRW', 'MXN', 'MYR', 'NGN', 'NOK', 'NZD', 'PHP', 'PLN', 'RON', 'SAR', 'SEK', 'SGD'],
    ...['THB', 'TRY', 'TWD', 'UAH', 'USD', 'VND', 'ZAR'],
  ],
  timeZone: [Intl.DateTimeFormat().resolvedOptions().timeZone],
} as const;

/** The currencies (ISO 4217) or time zones (IANA) that this browser knows. */
export function supportedValues(of: keyof typeof USUAL): readonly string[] {
  const { supportedValuesOf } = Intl as { supportedValuesOf?: (key: string) => string[] };
  return supportedValuesOf?.(of) ?? USUAL[of];
}
