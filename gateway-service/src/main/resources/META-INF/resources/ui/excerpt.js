// A message in a few words.

const LONGEST = 80;

/** What is said of a message where there is no place for it. */
export function excerpt(message) {
  if (message.deleted) {
    return 'a message that was deleted';
  }
  if (message.hidden) {
    return 'a message that is hidden';
  }
  const text = [...(message.content || message.attachment?.name || '').replace(/\s+/g, ' ').trim()];
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1).join('')}…` : text.join('');
}
