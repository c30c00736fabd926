/** Looks again and again, for half a minute, until there is something to see. Throws when there never is. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  for (const began = Date.now(); Date.now() - began < 30_000;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) {
      return seen;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`Waited in vain for ${what}`);
}
