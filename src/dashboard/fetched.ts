/** @throws Error naming the address and why */
export async function fetched(url: string, options: RequestInit = {}): Promise<Response> {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer;
}
