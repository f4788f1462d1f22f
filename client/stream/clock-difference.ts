/** `Date` has a precision of one second (RFC 9110, section 5.6.7): the response was generated within that second. */
const DATE_PRECISION_MS = 1_000;

/**
 * Returns how far the server's clock is ahead of the device's clock, after one more response. Data has the server's timestamps,
 * and the clock of a device may be wrong by hours: without the correction, old data would look fresh and fresh data old. The
 * known difference is kept while it is consistent with the response. All times are in ms since 1970.
 *
 * @param aheadMs the known difference; 0 before the first response
 * @param date the response's `Date` header; NaN if there is none
 * @param sentAt when the request was sent, by the device's clock
 * @param receivedAt when the response was received, by the device's clock
 */
export function clockDifference(aheadMs: number, date: number, sentAt: number, receivedAt: number): number {
  if (Number.isNaN(date)) return aheadMs;
  return Math.min(Math.max(aheadMs, date - receivedAt), date + DATE_PRECISION_MS - sentAt);
}
