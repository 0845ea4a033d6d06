const maxSentences = 100;

/**
 * Returns a function that passes each sentence on once, and at most a hundred of them, since clients choose parts of
 * their text.
 */
export function tellOnce(tell: (sentence: string) => void): (sentence: string) => void {
  const told = new Set<string>();
  return (sentence) => {
    if (told.has(sentence) || told.size === maxSentences) return;
    told.add(sentence);
    tell(sentence);
  };
}
