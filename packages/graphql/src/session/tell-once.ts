const maxSentences = 100;

/** Returns a function that passes each sentence on once, and no more than a hundred: parts of them are clients' own. */
export function tellOnce(tell: (sentence: string) => void): (sentence: string) => void {
  const told = new Set<string>();
  return (sentence) => {
    if (told.has(sentence) || told.size === maxSentences) return;
    told.add(sentence);
    tell(sentence);
  };
}
