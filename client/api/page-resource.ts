/**
 * GETs the page or one of its scripts.
 *
 * @throws if the status is not 2xx
 */
export async function getResource(url: string, accept: string): Promise<Response> {
  const response = await fetch(url, { headers: { accept } });
  if (!response.ok) throw new Error(`${url} returned status ${response.status}.`);
  return response;
}
