/** The repository's public address, such as `https://github.com/OWNER/NAME`: the one place where it is set. None is known yet. */
export const repository: string | undefined = undefined;

/** The fields of a manifest that say where a package comes from; none while there is no address. */
export interface AddressFields {
  readonly repository?: { readonly type: 'git'; readonly url: string };
  readonly bugs?: { readonly url: string };
  readonly homepage?: string;
}

export function addressFields(address: string | undefined): AddressFields {
  return address === undefined
    ? {}
    : {
        repository: { type: 'git', url: `git+${address}.git` },
        bugs: { url: `${address}/issues` },
        homepage: `${address}#readme`,
      };
}
