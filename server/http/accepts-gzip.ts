/** No browser or agent sends a longer header. */
const MAX_LENGTH = 1_024;

/** Whether `Accept-Encoding` contains gzip without `q=0` (RFC 9110, section 12.5.3). Takes linear time. */
export function acceptsGzip(header: string | undefined): boolean {
  if (header === undefined || header.length > MAX_LENGTH) return false;
  for (const member of header.split(',')) {
    const [coding = '', ...parameters] = member.split(';');
    if (coding.trim().toLowerCase() === 'gzip') return parameters.every(isNotZero);
  }
  return false;
}

function isNotZero(parameter: string): boolean {
  const [name = '', value = ''] = parameter.split('=');
  return name.trim().toLowerCase() !== 'q' || Number(value) > 0;
}
