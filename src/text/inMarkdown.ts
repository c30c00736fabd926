import type { Block, Cell, Item } from './blocks';
import { codeBlock, markdown, markdownTable } from './markdown';
import { message, type Say } from './message';
import { sayer, type Translate, plain } from './say';
import { posixLine, powerShellLine } from './shell';

// The preview's script looks for it, and adds the copy buttons.
const marker = '<div class="double-lock"></div>';

/** A document as Markdown for VS Code's preview. */
export function inPreview(blocks: readonly Block[], translate?: Translate): string {
  return `${marker}\n\n${inMarkdown(blocks, translate)}`;
}

/**
 * A document as Markdown. Whatever comes from outside is code or escaped: it can be no link, no image, no command and no HTML.
 * @param translate for the language of the reader; English without
 */
export function inMarkdown(blocks: readonly Block[], translate?: Translate): string {
  const says: Sayers = { say: sayer(markdown, translate), sayPlain: sayer(plain, translate) };
  return `${blocks.map(block => blockIn(block, says)).join('\n\n')}\n`;
}

interface Sayers {
  readonly say: Say;
  readonly sayPlain: Say;
}

function blockIn(block: Block, { say, sayPlain }: Sayers): string {
  switch (block.kind) {
    case 'title':
      return `# ${say(block.says)}`;
    case 'heading':
      return `## ${say(block.says)}`;
    case 'verdict':
      return [`# ${say(block.says)}`, ...(block.why.length === 0 ? [] : [block.why.map(say).join(' ')])].join('\n\n');
    case 'step':
      return [say(message('**Do this:** {step}', { step: block.says })), ...commandsIn(block.commands, 'posix')].join(
        '\n\n',
      );
    case 'paragraph':
      return say(block.says);
    case 'note':
      return `> ${say(block.says)}`;
    case 'list':
      return block.items.map(item => itemIn(item, say)).join('\n');
    case 'table':
      return markdownTable(
        block.heads.map(say),
        block.rows.map(cells => cells.map(cell => cellIn(cell, say))),
      );
    case 'drawing':
      return block.draw(sayPlain);
    case 'statement':
      return block.notations
        .map(({ name, language, text }, at) =>
          at === 0
            ? codeBlock(text, language)
            : `<details><summary>${say(name)}</summary>\n\n${codeBlock(text, language)}\n\n</details>`,
        )
        .join('\n\n');
    case 'code':
      return codeBlock(block.text, block.language);
    case 'command':
      return commandsIn(block.commands, block.shell).join('\n\n');
    case 'action':
      return block.titles.map(title => `*${say(title)}*`).join(' · ');
  }
}

function itemIn({ says, below = [] }: Item, say: Say): string {
  return [`- ${say(says)}`, ...below.map(line => `  - ${say(line)}`)].join('\n');
}

function cellIn(lines: Cell, say: Say): string {
  return lines.map(say).join('<br>');
}

function commandsIn(
  commands: Extract<Block, { kind: 'command' }>['commands'],
  shell: 'posix' | 'powershell',
): string[] {
  const line = shell === 'posix' ? posixLine : powerShellLine;
  return commands.length === 0
    ? []
    : [codeBlock(commands.map(line).join('\n'), shell === 'posix' ? 'sh' : 'powershell')];
}
