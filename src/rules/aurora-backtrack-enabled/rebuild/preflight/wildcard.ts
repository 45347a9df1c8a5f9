/**
 * Whether `pattern` is all of `text`: `*` stands for any number of characters, `?` for one, as in IAM. Only the last
 * `*` is ever tried again, so hostile patterns cost no more than their length × the text's.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let [at, read] = [0, 0];
  let star: number | undefined;
  let taken = 0;
  while (read < text.length) {
    if (pattern[at] === '*') {
      star = at;
      taken = read;
      at += 1;
    } else if (pattern[at] === '?' || pattern[at] === text[read]) {
      at += 1;
      read += 1;
    } else if (star !== undefined) {
      taken += 1;
      read = taken;
      at = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
