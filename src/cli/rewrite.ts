import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { access, constants, type FileHandle, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decode, encode } from './encoding';

/** What a file is to hold, and what it held when it was read. */
export interface Rewriting {
  /** The text that was read, with its byte order mark. */
  readonly was: string;
  /** The new text. */
  readonly text: string;
}

/**
 * Gives a file a new text in the encoding that it has: all of it, or nothing. The text is written to a new file in the same folder,
 * with the same permissions and owner, which takes the old one's place when it is whole. Links are followed to the file itself.
 * Rejects, with the reason for people ({@link reasonOf}), when the file is not what was read any more, or cannot be replaced; then
 * the file is left as it was, and nothing beside it.
 */
export async function rewrite(path: string, { was, text }: Rewriting): Promise<void> {
  const target = await realpath(path);
  const info = await stat(target);
  await checkIsWritable(target, info);
  const bytes = encode(text, await readAgain(target, was));
  const temporary = join(dirname(target), `.double-lock-${randomUUID()}.tmp`);
  try {
    await writeLike(temporary, bytes, info);
    await readAgain(target, was);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Replacing a file asks for no right to write to it, so that right is asked for here. */
async function checkIsWritable(target: string, info: Stats): Promise<void> {
  if (!info.isFile()) {
    throw new Error(info.isDirectory() ? 'it is a folder' : 'it is no regular file');
  }
  // Root may write to everything, yet a file that nobody may write to is meant to stay as it is.
  if ((info.mode & 0o222) === 0) {
    throw new Error('it is read-only');
  }
  await access(target, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EROFS' ? error : new Error('it is read-only');
  });
}

/** The file's bytes, as long as they are the text that was read. */
async function readAgain(target: string, was: string): Promise<Buffer> {
  const bytes = await readFile(target);
  if (textOf(bytes) !== was) {
    throw new Error('it has changed since it was read');
  }
  return bytes;
}

function textOf(bytes: Buffer): string | undefined {
  try {
    return decode(bytes);
  } catch {
    return undefined;
  }
}

/** Writes a new file down to the disk, with the permissions and the owner of another. */
async function writeLike(path: string, bytes: Buffer, like: Stats): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await keepOwner(file, like);
    await file.chmod(like.mode & 0o7777);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function keepOwner(file: FileHandle, { uid, gid }: Stats): Promise<void> {
  const own = await file.stat();
  if (own.uid !== uid || own.gid !== gid) {
    await file.chown(uid, gid).catch(() => {
      throw new Error('it belongs to somebody else, which a new file would not');
    });
  }
}

/** Why a file could not be replaced, in words; Node's own where there are no better ones. */
export function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  const words = code === undefined ? undefined : reasons[code];
  if (words !== undefined) {
    return `${words} (${code}); it is left as it was`;
  }
  return `${error instanceof Error ? error.message : String(error)}; it is left as it was`;
}

/** By the code of the operating system's error. */
const reasons: Readonly<Record<string, string | undefined>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'no more space is given to you on the disk',
  EFBIG: 'the new text is larger than a file may be',
  EROFS: 'the disk is read-only',
  EACCES: 'its folder may not be written to',
  EPERM: 'its folder may not be written to',
  EBUSY: 'another program uses it',
  ENOENT: 'it is not there any more',
};
