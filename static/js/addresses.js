// E-mail addresses, as the server takes them (widget/parsing.py): one line, with a dot in the domain.

const LONGEST = 254;
const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const ADDRESS = new RegExp(`^(?!.*=\\?)[A-Za-z0-9.!#$%&'*+/=?^_\`{|}~-]{1,64}@${LABEL}(?:\\.${LABEL})+$`);

/**
 * Whether mail can be sent to it.
 * @param {string} text
 */
export function isAddress(text) {
  return text.length <= LONGEST && ADDRESS.test(text);
}
