import type { Block, Cell, Item } from './blocks';
import { message, type Message, type Say } from './message';
import { harmlessInCi, sayer, terminal, type Translate } from './say';
import { type CommandLine, posixLine, powerShellLine } from './shell';
import { visibleLines } from './visible';

/**
 * A document as text for a terminal, without colours. Nothing from outside moves the cursor, changes colours, or is a command to
 * the CI service that shows it.
 * @param translate for the language of the reader; English without
 */
export function inTerminal(blocks: readonly Block[], translate?: Translate): string {
  const say = sayer(terminal, translate);
  const parts = blocks.flatMap(block => blockIn(block, say));
  return harmlessInCi(`${parts.join('\n\n')}\n`);
}

/** The text of a block; none for what only an editor can show. */
function blockIn(block: Block, say: Say): string[] {
  switch (block.kind) {
    case 'list':
      return [block.items.map(item => itemIn(item, say)).join('\n')];
    case 'table':
      return block.rows.length === 0 ? [] : [tableIn(block.heads, block.rows, say)];
    case 'statement':
      return block.notations.slice(0, 1).map(({ text }) => indented(visibleLines(text)));
    case 'code':
      return block.text === '' ? [] : [indented(visibleLines(block.text))];
    case 'command':
      return commandsIn(block.commands, block.shell === 'posix' ? posixLine : powerShellLine);
    case 'action':
      return [];
    default:
      return sentencesIn(block, say);
  }
}

type Sentences = Extract<Block, { readonly says: Message }>;

function sentencesIn(block: Sentences, say: Say): string[] {
  switch (block.kind) {
    case 'heading':
      return [underlined(say(block.says))];
    case 'verdict':
      return [say(block.says), ...(block.why.length === 0 ? [] : [block.why.map(say).join(' ')])];
    case 'step':
      return [say(message('Do this: {step}', { step: block.says })), ...commandsIn(block.commands, posixLine)];
    case 'note':
      return [say(message('Note: {text}', { text: block.says }))];
    default:
      return [say(block.says)];
  }
}

function commandsIn(commands: readonly CommandLine[], line: (command: CommandLine) => string): string[] {
  return commands.length === 0 ? [] : [indented(commands.map(line).join('\n'))];
}

function underlined(text: string): string {
  return `${text}\n${'-'.repeat([...text].length)}`;
}

function itemIn({ says, below = [] }: Item, say: Say): string {
  return [`- ${say(says)}`, ...below.map(line => `  - ${say(line)}`)].join('\n');
}

/** Two columns side by side; of more, each row as a list of its own, for a terminal is narrow. */
function tableIn(heads: readonly Message[], rows: readonly (readonly Cell[])[], say: Say): string {
  const said = rows.map(cells => cells.map(cell => cell.map(say).join(', ')));
  if (heads.length <= 2) {
    const width = Math.max(...said.map(([first = '']) => first.length));
    return said.map(([first = '', second = '']) => `  ${first.padEnd(width)}  ${second}`.trimEnd()).join('\n');
  }
  const names = heads.map(say);
  return said
    .map(([first = '', ...others]) =>
      [first, ...others.flatMap((cell, at) => (cell === '' ? [] : [`  ${names[at + 1] ?? ''}: ${cell}`]))].join('\n'),
    )
    .join('\n');
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}
