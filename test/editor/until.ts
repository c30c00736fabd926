/** Looks again and again, for ten seconds, until there is something to see. Throws when there never is. */
export async function until<T>(what: string, look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const seen = await look();
    if (seen !== undefined && seen !== false) { return seen; }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`Waited in vain for ${what}`);
}
