/**
 * Takes links out of a sentence for notifications, dialogs and input boxes: VS Code makes links, even ones that run commands, of
 * `[label](command:…)` there, and error texts and ARNs are data. The words stay as they are; a space of no width comes between.
 */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', ']\u200B(');
}
