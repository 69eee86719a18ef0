/** Vault paths and the addresses that the server uses for them. */
import { pathToFileURL } from "node:url";

/** The address of a file of the vault whose folder on disk is `root`. */
export function uriOf(root: string, path: string): string {
  return pathToFileURL(`${root}/${path}`).href;
}

/** The vault path of an address; undefined for what lies outside of the vault. */
export function pathOf(root: string, uri: string): string | undefined {
  const base = `${pathToFileURL(root).href.replace(/\/$/, "")}/`;
  const plain = (text: string) => decodeURIComponent(text).normalize("NFC");
  const [one, other] = [plain(uri), plain(base)];
  return one.startsWith(other) ? one.slice(other.length) : undefined;
}
